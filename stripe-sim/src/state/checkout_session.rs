//! Checkout sessions: the purchase, its customer and its result.

use super::table::{Key, Kind};
use super::{
    Address, AdjustableQuantity, BillingMode, CheckoutOptions, CollectPaymentMethod, Discount, MissingPaymentMethod,
};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

choice!(CheckoutStatus { Complete = "complete", Expired = "expired", Open = "open" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CheckoutLine {
    pub id: String,
    pub price: String,
    pub quantity: i64,
    pub adjustable_quantity: Option<AdjustableQuantity>,
    pub amounts: Amounts,
}

/// What is paid at once; nothing, where a trial comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Amounts {
    pub subtotal: i64,
    pub discount: i64,
    pub tax: i64,
    pub total: i64,
}

/// What the subscription is to be like.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SubscriptionData {
    pub billing_mode: BillingMode,
    pub default_tax_rates: Vec<String>,
    pub description: Option<String>,
    pub metadata: Metadata,
    pub missing_payment_method: MissingPaymentMethod,
    pub trial_end: Option<i64>,
    pub trial_period_days: Option<i64>,
}

impl SubscriptionData {
    pub fn has_trial(&self) -> bool {
        self.trial_end.is_some() || self.trial_period_days.is_some()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CheckoutSession {
    pub id: String,
    pub created: i64,
    pub expires_at: i64,
    pub url: String,
    /// The last part of the address. Not the id, which ends up in logs and in `success_url`.
    pub secret: String,
    pub status: CheckoutStatus,
    pub currency: String,
    pub customer: Option<String>,
    pub customer_email: Option<String>,
    /// What was typed on the page.
    pub email: Option<String>,
    pub name: Option<String>,
    /// Typed on the page too, where it is asked for.
    pub address: Option<Address>,
    pub tax_id: Option<String>,
    pub terms_accepted: bool,
    pub lines: Vec<CheckoutLine>,
    pub discounts: Vec<Discount>,
    pub options: CheckoutOptions,
    pub subscription_data: SubscriptionData,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub client_reference_id: Option<String>,
    pub subscription: Option<String>,
    pub invoice: Option<String>,
    pub metadata: Metadata,
}

impl CheckoutSession {
    pub fn amount(&self, part: fn(&Amounts) -> i64) -> i64 {
        self.lines.iter().map(|line| part(&line.amounts)).sum()
    }

    /// What is paid with it.
    pub fn total(&self) -> i64 {
        self.amount(|amounts| amounts.total)
    }

    pub fn wants_card(&self) -> bool {
        self.options.payment_method_collection == CollectPaymentMethod::Always || self.total() > 0
    }
}

impl Kind for CheckoutSession {
    const NOUN: &'static str = "checkout.session";
    const EVENTS: &'static str = "checkout.session";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        let customer = self.customer.iter().map(|customer| ("customer", customer.clone()));
        let subscription = self.subscription.iter().map(|subscription| ("subscription", subscription.clone()));
        customer.chain(subscription).chain([("secret", self.secret.clone())]).collect()
    }

    fn due_at(&self) -> Option<i64> {
        (self.status == CheckoutStatus::Open).then_some(self.expires_at)
    }
}
