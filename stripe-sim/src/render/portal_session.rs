//! Portal sessions and their flows as the API shows them.

use super::Render;
use crate::state::{AfterCompletion, AfterExpiration, Flow, FlowKind, PortalSession, State};
use serde_json::{Value, json};

impl FlowKind {
    fn word(&self) -> &'static str {
        match self {
            Self::PaymentMethodUpdate => "payment_method_update",
            Self::CustomerUpdate => "customer_update",
            Self::SubscriptionCancel { .. } => "subscription_cancel",
            Self::SubscriptionPause { .. } => "subscription_pause",
            Self::SubscriptionUpdate { .. } => "subscription_update",
            Self::SubscriptionUpdateConfirm { .. } => "subscription_update_confirm",
        }
    }
}

impl Flow {
    fn render(&self) -> Value {
        let mut flow = json!({
            "customer_update": null,
            "subscription_cancel": null,
            "subscription_pause": null,
            "subscription_update": null,
            "subscription_update_confirm": null,
            "type": self.kind.word(),
        });
        match &self.kind {
            FlowKind::PaymentMethodUpdate | FlowKind::CustomerUpdate => {}
            FlowKind::SubscriptionCancel { subscription } => {
                flow["subscription_cancel"] = json!({ "retention": null, "subscription": subscription });
            }
            FlowKind::SubscriptionPause { subscription } => {
                flow["subscription_pause"] = json!({ "subscription": subscription });
            }
            FlowKind::SubscriptionUpdate { subscription } => {
                flow["subscription_update"] = json!({ "subscription": subscription });
            }
            FlowKind::SubscriptionUpdateConfirm { subscription, item, price, quantity } => {
                flow["subscription_update_confirm"] = json!({
                    "discounts": null,
                    "items": [{ "id": item, "price": price, "quantity": quantity }],
                    "subscription": subscription,
                });
            }
        }
        let mut after = json!({ "hosted_confirmation": null, "redirect": null });
        after["type"] = json!(match &self.after_completion {
            AfterCompletion::PortalHomepage => "portal_homepage",
            AfterCompletion::Redirect { return_url } => {
                after["redirect"] = json!({ "return_url": return_url });
                "redirect"
            }
            AfterCompletion::HostedConfirmation { custom_message } => {
                after["hosted_confirmation"] = json!({ "custom_message": custom_message });
                "hosted_confirmation"
            }
        });
        flow["after_completion"] = after;
        flow
    }
}

impl AfterExpiration {
    fn render(&self) -> Value {
        json!({ "customer_login": { "expires_at": self.until }, "type": "customer_login" })
    }
}

impl Render for PortalSession {
    fn render(&self, _: &State) -> Value {
        json!({
            "id": self.id,
            "object": "billing_portal.session",
            "after_expiration": self.after_expiration.as_ref().map(AfterExpiration::render),
            "configuration": self.configuration,
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "flow": self.flow.as_ref().map(Flow::render),
            "livemode": false,
            "locale": self.locale,
            "on_behalf_of": null,
            "return_url": self.return_url,
            "url": self.url,
        })
    }
}
