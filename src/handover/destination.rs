//! Where a hand-over leads.

use billing::{Flow, FlowError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The `to` of a hand-over. Stored as the JSON in which it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Destination {
    Place(Place),
    /// One page of the billing portal.
    Flow(FlowAsk),
}

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The account page.
    Account,
    /// The plans.
    Pricing,
    /// The home page of Stripe's billing portal. A viewer, who may not open it, comes to the account page.
    Portal,
}

/// A page of the billing portal, as `POST /api/portal` names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowAsk {
    /// `payment_method_update`, `customer_update`, `subscription_cancel`, `subscription_pause`, `subscription_update` or
    /// `subscription_update_confirm`.
    #[schema(example = "payment_method_update", max_length = 40)]
    pub flow: String,
    /// For `subscription_update_confirm`: the price (`price_…`) to change to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255)]
    pub price: Option<String>,
    /// The subscription (`sub_…`); without it the account's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255)]
    pub subscription: Option<String>,
}

impl FlowAsk {
    /// The flow that it names.
    ///
    /// # Errors
    /// When there is no such flow, or its price is missing.
    pub fn flow(&self) -> Result<Flow, FlowError> {
        let flow = Flow::parse(Some(&self.flow), self.price.as_deref(), self.subscription.as_deref())?;
        flow.ok_or(FlowError::Unknown)
    }
}

impl Destination {
    /// Whether it is one that exists.
    ///
    /// # Errors
    /// When there is no such flow, or its price is missing.
    pub fn check(&self) -> Result<(), FlowError> {
        match self {
            Self::Place(_) => Ok(()),
            Self::Flow(ask) => ask.flow().map(drop),
        }
    }
}
