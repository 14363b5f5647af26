//! What customers do in the course of months, drawn from a seed.

use std::{collections::BTreeMap, time::Duration};

use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    Outcome,
    features::Features,
    rarer::{Rarer, Shop},
    stripe::{Stripe, id},
    unkind::Unkindness,
};

/// Cards that pay and one that does not, debits that take days and may fail, wallets.
const PAYMENT_METHODS: [&str; 9] = [
    "pm_card_visa",
    "pm_card_mastercard",
    "pm_card_apple_pay",
    "pm_card_chargeCustomerFail",
    "pm_sepa_debit",
    "pm_sepa_debit_fails",
    "pm_us_bank_account",
    "pm_link",
    "pm_paypal",
];

/// How charging is paused.
const PAUSES: [&str; 3] = ["keep_as_draft", "mark_uncollectible", "void"];

/// What comes after the last attempt at a payment.
const AFTER_RETRIES: [&str; 4] = ["cancel", "leave_past_due", "mark_unpaid", "pause"];

/// How long one kill takes on average: the deeds are spread over all of them.
const KILL: Duration = Duration::from_millis(1250);

pub struct Life {
    customers: Vec<String>,
    prices: Vec<String>,
    products: Vec<String>,
    features: Features,
    /// Of each customer the subscription that is changed next; one that Stripe refuses to change is
    /// taken for ended.
    current: BTreeMap<String, Current>,
    shop: Shop,
    rarer: Vec<Rarer>,
}

struct Current {
    subscription: String,
    item: String,
}

impl Life {
    /// Customers with a card, and something to buy.
    pub async fn begin(stripe: &Stripe, customers: usize, unkind: &[Unkindness]) -> Outcome<Self> {
        let mut life = Self {
            customers: Vec::new(),
            prices: Vec::new(),
            products: Vec::new(),
            features: Features::open(stripe).await?,
            current: BTreeMap::new(),
            shop: Shop::open(stripe).await?,
            rarer: Rarer::all(unkind),
        };
        for (name, amount, features) in
            [("Basic", "500", &[] as &[_]), ("Pro", "1200", &["api"]), ("Team", "4900", &["api", "seats", "sso"])]
        {
            let described = [
                ("name", name),
                // A plan of this site.
                ("metadata[portal_order]", "1"),
                ("metadata[features]", "api, seats"),
                ("metadata[limit.api]", "1000"),
                ("metadata[limit.seats]", "5 * quantity"),
            ];
            let product = id(&stripe.post("products", &described).await?)?;
            for feature in features {
                life.features.toggle(stripe, &product, feature).await?;
            }
            for (interval, amount) in [("month", amount), ("year", &format!("{amount}0"))] {
                let price = [
                    ("product", product.as_str()),
                    ("currency", "usd"),
                    ("unit_amount", amount),
                    ("recurring[interval]", interval),
                ];
                life.prices.push(id(&stripe.post("prices", &price).await?)?);
            }
            life.products.push(product);
        }
        let card = [("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa")];
        for _ in 0..customers {
            life.customers.push(id(&stripe.post("customers", &card).await?)?);
        }
        Ok(life)
    }

    pub fn customers(&self) -> &[String] {
        &self.customers
    }

    /// Lives until there are enough events, and all kills are over. Says how many deeds it took.
    pub async fn live(
        mut self,
        stripe: Stripe,
        events: u64,
        kills: usize,
        seed: u64,
        ended: CancellationToken,
    ) -> Outcome<u64> {
        let mut random = StdRng::seed_from_u64(seed);
        let mut deeds = 0;
        // More than two events for each deed.
        let pause = KILL * u32::try_from(kills)? / u32::try_from((events * 2 / 5).max(1))?;
        while !ended.is_cancelled() {
            self.deed(&stripe, &mut random).await?;
            deeds += 1;
            tokio::time::sleep(pause).await;
        }
        // What is still wanting, without taking time; counting is not for nothing.
        while stripe.events().await?.len() < usize::try_from(events)? {
            for _ in 0..20 {
                self.deed(&stripe, &mut random).await?;
                deeds += 1;
            }
        }
        Ok(deeds)
    }

    async fn deed(&mut self, stripe: &Stripe, random: &mut StdRng) -> Outcome<()> {
        let (Some(customer), Some(price)) = (self.customers.choose(random), self.prices.choose(random)) else {
            return Ok(());
        };
        let Some(Current { subscription, item }) = self.current.get(customer) else {
            let mut form = vec![("customer", customer.as_str()), ("items[0][price]", price)];
            form.extend(random.random_ratio(1, 4).then_some(("trial_period_days", "7")));
            let made = stripe.post("subscriptions", &form).await?;
            if let (Some(id), Some(item)) = (made["id"].as_str(), made["items"]["data"][0]["id"].as_str()) {
                let current = Current { subscription: id.to_owned(), item: item.to_owned() };
                self.current.insert(customer.clone(), current);
            }
            return Ok(());
        };
        if random.random_ratio(1, 4)
            && let Some(rarer) = self.rarer.choose(random)
        {
            return rarer.be_done(stripe, random, &self.shop, customer, subscription).await;
        }
        let path = format!("subscriptions/{subscription}");
        let answer = match random.random_range(0..100) {
            0..20 => stripe.post(&path, &[("cancel_at_period_end", "true")]).await?,
            20..35 => stripe.post(&path, &[("cancel_at_period_end", "false")]).await?,
            35..55 => stripe.post(&path, &[("items[0][id]", item), ("items[0][price]", price)]).await?,
            // Two in the same second: the time of an event does not tell which is the later one.
            55..70 => {
                let quantity = random.random_range(1..9).to_string();
                stripe.post(&path, &[("items[0][id]", item), ("items[0][quantity]", "10")]).await?;
                stripe.post(&path, &[("items[0][id]", item), ("items[0][quantity]", &quantity)]).await?
            }
            70..78 => {
                let ended = stripe.delete(&path).await?;
                self.current.remove(customer);
                ended
            }
            78..84 => {
                let method = PAYMENT_METHODS.choose(random).unwrap_or(&"pm_card_visa");
                stripe.change_payment_method(customer, method).await?
            }
            84..89 => {
                let behavior = PAUSES.choose(random).copied().unwrap_or_default();
                stripe.post(&path, &[("pause_collection[behavior]", behavior)]).await?
            }
            89..92 => stripe.post(&path, &[("pause_collection", "")]).await?,
            92..97 => {
                let product = self.products.choose(random).map_or("", String::as_str);
                if random.random_ratio(1, 4) {
                    let name = format!("Plan {}", random.random_range(0..1000));
                    stripe.post(&format!("products/{product}"), &[("name", &name)]).await?
                } else {
                    self.features.change(stripe, random, product).await?
                }
            }
            97..98 => stripe.delete(&format!("customers/{customer}")).await?,
            // Trials end, periods end, cards are declined.
            _ => {
                stripe.control("dunning", json!({ "after_retries": AFTER_RETRIES.choose(random) })).await?;
                stripe.control("clock", json!({ "advance": random.random_range(1..6) * 86_400 })).await?
            }
        };
        if !answer["error"].is_null() {
            self.current.remove(customer);
        }
        Ok(())
    }
}
