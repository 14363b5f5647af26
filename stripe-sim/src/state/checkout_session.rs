//! Checkout sessions: what is to be bought, on whose behalf, and what came of it.

use super::{Address, BillingMode, Customer, Discount, Kind, MissingPaymentMethod, Price, Product, State, Table};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(CheckoutStatus { Complete = "complete", Expired = "expired", Open = "open" });
choice!(CollectPaymentMethod { Always = "always", IfRequired = "if_required" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CheckoutLine {
    pub id: String,
    pub price: String,
    pub quantity: i64,
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
    /// Typed on the page too, where tax depends on it.
    pub address: Option<Address>,
    pub tax_id: Option<String>,
    pub lines: Vec<CheckoutLine>,
    pub discounts: Vec<Discount>,
    pub allow_promotion_codes: Option<bool>,
    pub automatic_tax: bool,
    pub tax_id_collection: bool,
    pub subscription_data: SubscriptionData,
    pub payment_method_collection: CollectPaymentMethod,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub client_reference_id: Option<String>,
    pub locale: Option<String>,
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
        self.payment_method_collection == CollectPaymentMethod::Always || self.total() > 0
    }

    fn render_automatic_tax(&self, state: &State) -> Value {
        let is_known =
            self.customer.as_ref().and_then(|id| state.get::<Customer>(id)).is_some_and(|it| it.address.is_some());
        let status = if is_known { "complete" } else { "requires_location_inputs" };
        let on = self.automatic_tax;
        json!({
            "enabled": on,
            "liability": on.then(|| json!({ "type": "self" })),
            "provider": on.then_some("stripe"),
            "status": on.then_some(status),
        })
    }

    fn payment_status(&self) -> &'static str {
        match self.status {
            _ if self.total() == 0 => "no_payment_required",
            CheckoutStatus::Complete => "paid",
            CheckoutStatus::Open | CheckoutStatus::Expired => "unpaid",
        }
    }

    fn customer_details(&self, state: &State) -> Value {
        let customer = self.customer.as_ref().and_then(|id| state.get::<Customer>(id));
        let known = |field: fn(&Customer) -> &Option<String>| customer.and_then(|it| field(it).clone());
        let email = self.email.clone().or_else(|| known(|it| &it.email)).or_else(|| self.customer_email.clone());
        if email.is_none() && customer.is_none() {
            return Value::Null;
        }
        json!({
            "address": customer.and_then(|customer| customer.address.clone()),
            "business_name": null,
            "email": email,
            "individual_name": null,
            "name": self.name.clone().or_else(|| known(|it| &it.name)),
            "phone": known(|it| &it.phone),
            "tax_exempt": customer.map(|customer| customer.tax_exempt),
            "tax_ids": [],
        })
    }

    pub fn render_lines(&self, state: &State) -> Vec<Value> {
        self.lines.iter().map(|line| line.render(state, &self.currency)).collect()
    }
}

impl CheckoutLine {
    fn render(&self, state: &State, currency: &str) -> Value {
        let price = state.get::<Price>(&self.price);
        let product = price.and_then(|price| state.get::<Product>(&price.product));
        let Amounts { subtotal, discount, tax, total } = self.amounts;
        json!({
            "id": self.id,
            "object": "item",
            "adjustable_quantity": null,
            "amount_discount": discount,
            "amount_subtotal": subtotal,
            "amount_tax": tax,
            "amount_total": total,
            "currency": currency,
            "description": product.map(|product| &product.name),
            "metadata": {},
            "price": price.map(|price| price.render(state)),
            "quantity": self.quantity,
        })
    }
}

impl Kind for CheckoutSession {
    const NOUN: &'static str = "checkout.session";
    const EVENTS: &'static str = "checkout.session";

    fn table(state: &State) -> &Table<Self> {
        &state.checkout_sessions
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.checkout_sessions
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<super::table::Key> {
        let customer = self.customer.iter().map(|customer| ("customer", customer.clone()));
        let subscription = self.subscription.iter().map(|subscription| ("subscription", subscription.clone()));
        customer.chain(subscription).chain([("secret", self.secret.clone())]).collect()
    }

    fn due_at(&self) -> Option<i64> {
        (self.status == CheckoutStatus::Open).then_some(self.expires_at)
    }

    fn render(&self, state: &State) -> Value {
        json!({
            "id": self.id,
            "object": "checkout.session",
            "adaptive_pricing": { "enabled": false },
            "after_expiration": null,
            "allow_promotion_codes": self.allow_promotion_codes,
            "allowed_payment_method_types": null,
            "amount_subtotal": self.amount(|amounts| amounts.subtotal),
            "amount_total": self.total(),
            "automatic_tax": self.render_automatic_tax(state),
            "billing_address_collection": null,
            "cancel_url": self.cancel_url,
            "client_reference_id": self.client_reference_id,
            "client_secret": null,
            "collected_information": (self.status == CheckoutStatus::Complete).then(|| json!({
                "business_name": null, "individual_name": null, "shipping_details": null,
            })),
            "consent": null,
            "consent_collection": null,
            "created": self.created,
            "currency": self.currency,
            "currency_conversion": null,
            "custom_fields": [],
            "custom_text": {
                "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null,
            },
            "customer": self.customer,
            "customer_account": null,
            "customer_creation": self.customer.is_none().then_some("always"),
            "customer_details": self.customer_details(state),
            "customer_email": self.customer_email,
            "discounts": self.discounts.iter().map(|discount| json!({
                "coupon": discount.promotion_code.is_none().then_some(&discount.coupon),
                "promotion_code": discount.promotion_code,
            })).collect::<Vec<_>>(),
            "expires_at": self.expires_at,
            "integration_identifier": null,
            "invoice": self.invoice,
            "invoice_creation": null,
            "livemode": false,
            "locale": self.locale,
            "managed_payments": { "enabled": false },
            "metadata": self.metadata,
            "mode": "subscription",
            "origin_context": null,
            "payment_intent": null,
            "payment_link": null,
            "payment_method_collection": self.payment_method_collection,
            "payment_method_configuration_details": null,
            "payment_method_options": { "card": { "request_three_d_secure": "automatic" } },
            "payment_method_types": ["card"],
            "payment_status": self.payment_status(),
            "permissions": null,
            "phone_number_collection": { "enabled": false },
            "recovered_from": null,
            "saved_payment_method_options": self.customer.as_ref().map(|_| json!({
                "allow_redisplay_filters": ["always"],
                "payment_method_remove": "disabled",
                "payment_method_save": null,
            })),
            "setup_intent": null,
            "shipping_address_collection": null,
            "shipping_cost": null,
            "shipping_options": [],
            "status": self.status,
            "submit_type": null,
            "subscription": self.subscription,
            "success_url": self.success_url,
            "total_details": {
                "amount_discount": self.amount(|amounts| amounts.discount),
                "amount_shipping": 0,
                "amount_tax": self.amount(|amounts| amounts.tax),
            },
            "ui_mode": "hosted_page",
            "url": (self.status == CheckoutStatus::Open).then_some(&self.url),
            "wallet_options": null,
        })
    }
}
