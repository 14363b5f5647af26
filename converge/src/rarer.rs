//! What fewer customers do, but some customers of every company: discounts, second items, pauses, taxes, credit; and
//! where Stripe is unkind, usage, refunds, disputes and odd texts.

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use serde_json::Value;

use crate::{
    Outcome,
    stripe::{Stripe, id},
    unkind::Unkindness,
};

/// What people, and their programs, write where Stripe lets them.
const ODD_TEXTS: [&str; 5] =
    ["before\u{0}after", "before\u{202e}after", "<b onclick='x'>\"&amp;", "\u{feff}\u{200b}", "𝕏 ünïcödé 🧾"];

/// What there is for these deeds.
pub struct Shop {
    coupons: Vec<String>,
    tax_rate: String,
    addon: String,
    metered: String,
}

#[derive(Clone, Copy)]
pub enum Rarer {
    Discount,
    NoDiscount,
    Tax,
    AddItem,
    RemoveItem,
    Pause,
    Resume,
    Credit,
    Text,
    Usage,
    Refund,
    CreditNote,
    Dispute,
}

impl Shop {
    pub async fn open(stripe: &Stripe) -> Outcome<Self> {
        let mut coupons = Vec::new();
        for terms in [
            &[("percent_off", "25"), ("duration", "forever")] as &[_],
            &[("percent_off", "50"), ("duration", "once")],
            &[("amount_off", "300"), ("currency", "usd"), ("duration", "repeating"), ("duration_in_months", "2")],
        ] {
            coupons.push(id(&stripe.post("coupons", terms).await?)?);
        }
        let tax = [("display_name", "VAT"), ("percentage", "19"), ("inclusive", "false")];
        let addon = [
            ("currency", "usd"),
            ("unit_amount", "300"),
            ("recurring[interval]", "month"),
            ("product_data[name]", "Support"),
            ("product_data[metadata][features]", "support, seats"),
            ("product_data[metadata][limit.seats]", "2 * quantity"),
        ];
        let meter = [("display_name", "Calls"), ("event_name", "calls"), ("default_aggregation[formula]", "sum")];
        let meter = id(&stripe.post("billing/meters", &meter).await?)?;
        let metered = [
            ("currency", "usd"),
            ("unit_amount", "2"),
            ("recurring[interval]", "month"),
            ("recurring[usage_type]", "metered"),
            ("recurring[meter]", &meter),
            ("product_data[name]", "Calls"),
        ];
        Ok(Self {
            coupons,
            tax_rate: id(&stripe.post("tax_rates", &tax).await?)?,
            addon: id(&stripe.post("prices", &addon).await?)?,
            metered: id(&stripe.post("prices", &metered).await?)?,
        })
    }
}

impl Rarer {
    /// What the server has to survive always, and what only where Stripe is unkind.
    pub fn all(unkind: &[Unkindness]) -> Vec<Self> {
        use Rarer::{
            AddItem, Credit, CreditNote, Discount, Dispute, NoDiscount, Pause, Refund, RemoveItem, Resume, Tax, Text,
            Usage,
        };
        let mut all = vec![Discount, NoDiscount, Tax, AddItem, RemoveItem, Pause, Resume, Credit];
        for kind in unkind {
            match kind {
                Unkindness::Text => all.push(Text),
                Unkindness::Usage => all.push(Usage),
                Unkindness::Money => all.extend([Refund, CreditNote, Dispute]),
                _ => {}
            }
        }
        all
    }

    /// Stripe may refuse it, as it refuses much of what people try.
    pub async fn be_done(
        self,
        stripe: &Stripe,
        random: &mut StdRng,
        shop: &Shop,
        customer: &str,
        subscription: &str,
    ) -> Outcome<()> {
        let path = format!("subscriptions/{subscription}");
        match self {
            Self::Discount => {
                let coupon = shop.coupons.choose(random).map_or("", String::as_str);
                stripe.post(&path, &[("discounts[0][coupon]", coupon)]).await?
            }
            Self::NoDiscount => stripe.post(&path, &[("discounts", "")]).await?,
            Self::Tax => {
                let rate = if random.random() { &shop.tax_rate } else { "" };
                let field = if rate.is_empty() { "default_tax_rates" } else { "default_tax_rates[0]" };
                stripe.post(&path, &[(field, rate)]).await?
            }
            Self::AddItem => {
                let quantity = random.random_range(1..4).to_string();
                let item = [("subscription", subscription), ("price", &shop.addon), ("quantity", &quantity)];
                stripe.post("subscription_items", &item).await?
            }
            Self::RemoveItem => {
                let its_own = stripe.newest("subscriptions", |it| it["id"] == subscription).await?;
                let added = |item: &&Value| [&shop.addon, &shop.metered].iter().any(|id| item["price"]["id"] == **id);
                let items = its_own["items"]["data"].as_array().into_iter().flatten();
                match items.into_iter().find(added) {
                    Some(item) => stripe.delete(&format!("subscription_items/{}", id(item)?)).await?,
                    None => return Ok(()),
                }
            }
            Self::Pause => stripe.post(&format!("{path}/pause"), &[]).await?,
            Self::Resume => stripe.post(&format!("{path}/resume"), &[]).await?,
            Self::Credit => {
                let amount = random.random_range(-900..600).to_string();
                let credit = [("amount", amount.as_str()), ("currency", "usd")];
                stripe.post(&format!("customers/{customer}/balance_transactions"), &credit).await?
            }
            Self::Text => {
                let text = ODD_TEXTS.choose(random).copied().unwrap_or_default();
                stripe.post(&path, &[("metadata[note]", text)]).await?
            }
            Self::Usage => {
                stripe.post("subscription_items", &[("subscription", subscription), ("price", &shop.metered)]).await?;
                let count = random.random_range(1..500).to_string();
                let used = [
                    ("event_name", "calls"),
                    ("payload[stripe_customer_id]", customer),
                    ("payload[value]", count.as_str()),
                ];
                stripe.post("billing/meter_events", &used).await?
            }
            Self::Refund => {
                let charge = stripe.newest("charges", |it| it["customer"] == customer).await?;
                let Some(charge) = charge["id"].as_str() else { return Ok(()) };
                stripe.post("refunds", &[("charge", charge), ("amount", "100")]).await?
            }
            Self::CreditNote => {
                let invoice = stripe.newest("invoices", |it| it["customer"] == customer).await?;
                let Some(invoice) = invoice["id"].as_str() else { return Ok(()) };
                let amount = [("invoice", invoice), ("amount", "100"), ("credit_amount", "100")];
                stripe.post("credit_notes", &amount[..if random.random() { 3 } else { 2 }]).await?
            }
            // From now on this customer's bank takes back what is paid.
            Self::Dispute => stripe.change_payment_method(customer, "pm_card_createDispute").await?,
        };
        Ok(())
    }
}
