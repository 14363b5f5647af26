//! What an object cannot tell of itself alone: the questions that take the tables of others.

use super::tax_rate::automatic_id;
use super::{
    Coupon, Customer, Formula, IntentStatus, Interval, Invoice, InvoicePayment, Item, Meter, MeterEvent, PaymentIntent,
    Price, ProductFeature, PromotionCode, State, Subscription, TaxRate,
};
use indexmap::IndexSet;

impl Customer {
    /// Whether the latest charge of an invoice has failed and nothing was paid since.
    pub fn owes(&self, state: &State) -> bool {
        state.invoices.with("customer", &self.id).any(|invoice: &Invoice| invoice.is_owed() && invoice.attempted)
    }
}

impl InvoicePayment {
    pub fn status(&self, state: &State) -> &'static str {
        match state.get::<PaymentIntent>(&self.intent).map(|intent| intent.status) {
            Some(IntentStatus::Succeeded) => "paid",
            Some(IntentStatus::Canceled) => "canceled",
            _ => "open",
        }
    }
}

impl Meter {
    /// What a customer has used from a time until, and not including, another.
    pub fn usage(&self, state: &State, customer: &str, from: i64, until: i64) -> i64 {
        let key = MeterEvent::key(&self.id, customer);
        let own = state.meter_events.with("use", &key);
        let within = own.filter(|event: &&MeterEvent| (from..until).contains(&event.timestamp));
        match self.formula {
            Formula::Count => i64::try_from(within.count()).unwrap_or(i64::MAX),
            Formula::Sum => within.map(|event| event.value).sum(),
            Formula::Last => within.max_by_key(|event| event.timestamp).map_or(0, |event| event.value),
        }
    }
}

impl PromotionCode {
    /// A code ends with its coupon.
    pub fn is_valid(&self, state: &State) -> bool {
        self.active
            && self.expires_at.is_none_or(|end| state.now() < end)
            && self.max_redemptions.is_none_or(|most| self.times_redeemed < most)
            && state.get::<Coupon>(&self.coupon).is_some_and(|coupon| coupon.is_valid(state.now()))
    }
}

impl State {
    /// The features that a customer is entitled to by subscriptions, each once.
    pub fn features_of(&self, customer: &str) -> IndexSet<&str> {
        let own = self.subscriptions.with("customer", customer).filter(|it: &&Subscription| it.entitles_now());
        let products = own.flat_map(|subscription| subscription.products(self));
        products
            .flat_map(|product| self.product_features.with("product", product))
            .map(|attached: &ProductFeature| attached.feature.as_str())
            .collect()
    }
}

impl Subscription {
    /// What is subscribed to.
    pub fn products<'a>(&'a self, state: &'a State) -> impl Iterator<Item = &'a str> {
        self.items.iter().filter_map(|item| Some(state.get::<Price>(&item.price)?.product.as_str()))
    }

    /// What one period of everything costs; free subscriptions need no card.
    pub fn amount(&self, state: &State) -> i64 {
        let of = |item: &Item| {
            let price = state.get::<Price>(&item.price).filter(|price| !price.is_metered())?;
            Some(price.amount(item.quantity, &self.currency))
        };
        self.items.iter().filter_map(of).sum()
    }
}

impl TaxRate {
    /// The rate of a place, if tax is collected there.
    pub fn of_place<'a>(state: &'a State, country: &str, region: Option<&str>, inclusive: bool) -> Option<&'a Self> {
        let in_region = region.and_then(|region| state.get(&automatic_id(country, Some(region), inclusive)));
        in_region.or_else(|| state.get(&automatic_id(country, None, inclusive)))
    }
}

/// The billing interval of a price.
pub(crate) fn interval_of(state: &State, price: &str) -> Option<(Interval, i64)> {
    let recurring = state.get::<Price>(price)?.recurring.as_ref()?;
    Some((recurring.interval, recurring.interval_count))
}
