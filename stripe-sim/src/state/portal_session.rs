//! Portal sessions: a door into the hosted portal that closes by itself.

use super::table::{Key, Kind};

use serde::{Deserialize, Serialize};

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

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AfterExpiration {
    /// `None` for as long as the session is remembered.
    pub until: Option<i64>,
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

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("secret", self.secret.clone())]
    }
}
