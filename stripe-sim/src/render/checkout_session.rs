//! Checkout sessions and their lines as the API shows them.

use super::Render;
use crate::state::{Amounts, CheckoutLine, CheckoutSession, CheckoutStatus, Customer, Price, Product, State};
use serde_json::{Value, json};

impl CheckoutSession {
    fn render_automatic_tax(&self, state: &State) -> Value {
        let is_known =
            self.customer.as_ref().and_then(|id| state.get::<Customer>(id)).is_some_and(|it| it.address.is_some());
        let status = if is_known { "complete" } else { "requires_location_inputs" };
        let on = self.options.automatic_tax;
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
            "address": self.address.clone().or_else(|| customer.and_then(|customer| customer.address.clone())),
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
            "adjustable_quantity": self.adjustable_quantity.map(|range| json!({
                "enabled": true, "maximum": range.maximum, "minimum": range.minimum,
            })),
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

impl Render for CheckoutSession {
    fn render(&self, state: &State) -> Value {
        json!({
            "id": self.id,
            "object": "checkout.session",
            "adaptive_pricing": { "enabled": false },
            "after_expiration": null,
            "allow_promotion_codes": self.options.allow_promotion_codes,
            "allowed_payment_method_types": null,
            "amount_subtotal": self.amount(|amounts| amounts.subtotal),
            "amount_total": self.total(),
            "automatic_tax": self.render_automatic_tax(state),
            "billing_address_collection": self.options.billing_address_collection,
            "cancel_url": self.cancel_url,
            "client_reference_id": self.client_reference_id,
            "client_secret": null,
            "collected_information": (self.status == CheckoutStatus::Complete).then(|| json!({
                "business_name": null, "individual_name": null, "shipping_details": null,
            })),
            "consent": self.terms_accepted.then(|| json!({ "promotions": null, "terms_of_service": "accepted" })),
            "consent_collection": self.options.terms_of_service.map(|terms| json!({
                "payment_method_reuse_agreement": null, "promotions": "none", "terms_of_service": terms,
            })),
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
            "locale": self.options.locale,
            "managed_payments": { "enabled": false },
            "metadata": self.metadata,
            "mode": "subscription",
            "origin_context": null,
            "payment_intent": null,
            "payment_link": null,
            "payment_method_collection": self.options.payment_method_collection,
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
            "tax_id_collection": { "enabled": self.options.tax_id_collection, "required": "never" },
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
