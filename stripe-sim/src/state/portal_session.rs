//! Portal sessions: a door into the hosted portal that closes by itself.

use super::table::Key;
use super::{Kind, State, Table};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const UNUSED: i64 = 5 * 60;
const IDLE: i64 = 60 * 60;

/// Where a flow begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum FlowKind {
    PaymentMethodUpdate,
    CustomerUpdate,
    SubscriptionCancel { subscription: String },
    SubscriptionPause { subscription: String },
    SubscriptionUpdate { subscription: String },
    SubscriptionUpdateConfirm { subscription: String, item: String, price: String, quantity: i64 },
}

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

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum AfterCompletion {
    PortalHomepage,
    Redirect { return_url: String },
    HostedConfirmation { custom_message: Option<String> },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Flow {
    pub kind: FlowKind,
    pub after_completion: AfterCompletion,
    /// A flow is gone through once; from then on the session is an ordinary one.
    pub completed: bool,
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

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AfterExpiration {
    /// `None` for as long as the session is remembered.
    pub until: Option<i64>,
}

impl AfterExpiration {
    fn render(&self) -> Value {
        json!({ "customer_login": { "expires_at": self.until }, "type": "customer_login" })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PortalSession {
    pub id: String,
    pub created: i64,
    pub url: String,
    /// The last part of the address, which opens the session.
    pub secret: String,
    pub customer: String,
    pub configuration: String,
    pub return_url: Option<String>,
    pub locale: Option<String>,
    pub flow: Option<Flow>,
    /// After its end the customer may still come in by saying who they are.
    pub after_expiration: Option<AfterExpiration>,
    pub last_used: Option<i64>,
}

impl PortalSession {
    pub fn is_expired(&self, now: i64) -> bool {
        match self.last_used {
            None => now > self.created.saturating_add(UNUSED),
            Some(last_used) => now > last_used.saturating_add(IDLE),
        }
    }

    /// Whether its customer may come in again by their e-mail address.
    pub fn allows_login(&self, now: i64) -> bool {
        self.is_expired(now) && self.after_expiration.as_ref().is_some_and(|it| it.until.is_none_or(|end| now < end))
    }

    /// The flow the customer is still on the way through.
    pub fn open_flow(&self) -> Option<&Flow> {
        self.flow.as_ref().filter(|flow| !flow.completed)
    }
}

impl Kind for PortalSession {
    const NOUN: &'static str = "billing portal session";
    const EVENTS: &'static str = "billing_portal.session";

    fn table(state: &State) -> &Table<Self> {
        &state.portal_sessions
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.portal_sessions
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("secret", self.secret.clone())]
    }

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
