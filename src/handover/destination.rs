//! Where a hand-over leads.

use billing::{Flow, FlowError};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::model::StripeId;

/// The `to` of a hand-over. Stored as the JSON in which it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Destination {
    Place(Place),
    /// One page of the billing portal.
    Flow(FlowAsk),
}

/// Text or an object: what serde reads by itself is more, such as a list of an object's values.
impl<'de> Deserialize<'de> for Destination {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let read = match Value::deserialize(json)? {
            text @ Value::String(_) => Place::deserialize(text).map(Self::Place),
            ask @ Value::Object(_) => FlowAsk::deserialize(ask).map(Self::Flow),
            _ => Err(serde::de::Error::custom("it is neither text nor an object")),
        };
        read.map_err(|error| serde::de::Error::custom(format!("{EXPECTED}: {error}")))
    }
}

const EXPECTED: &str = r#"it is account, pricing, portal, or a flow such as {"flow": "payment_method_update"}"#;

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
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    pub price: Option<StripeId>,
    /// The subscription (`sub_…`); without it the account's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    pub subscription: Option<StripeId>,
}

impl FlowAsk {
    /// The flow that it names.
    ///
    /// # Errors
    /// When there is no such flow, or its price is missing.
    pub fn flow(&self) -> Result<Flow, FlowError> {
        let flow = Flow::parse(
            Some(&self.flow),
            self.price.as_ref().map(StripeId::as_str),
            self.subscription.as_ref().map(StripeId::as_str),
        )?;
        flow.ok_or(FlowError::Unknown)
    }
}

impl Destination {
    /// The portal's page for another payment method.
    pub fn payment_method_update() -> Self {
        Self::Flow(FlowAsk { flow: "payment_method_update".to_owned(), price: None, subscription: None })
    }

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
