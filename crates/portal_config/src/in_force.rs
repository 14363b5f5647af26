//! The configuration in use, with the parts that the site needs.

use std::collections::HashSet;

use serde_json::Value;
use stripe::{StripeClient, StripeError, StripeErrorKind, path_segment};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::requests::{Answer, PRODUCTS};

/// A configuration: whether it is active, and its features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// `bpc_…`
    pub id: String,
    pub is_active: bool,
    pub features: PortalFeatures,
}

/// The features that flows need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalFeatures {
    pub payment_method_update: bool,
    pub customer_update: bool,
    pub subscription_cancel: bool,
    pub subscription_update: bool,
    /// `None` if the account's portal does not have this feature.
    pub subscription_pause: Option<bool>,
    /// The prices that customers can change to.
    pub prices: HashSet<String>,
}

/// Reads the configuration with this id, or Stripe's default one; `None` if there is no default.
///
/// # Errors
/// As [`StripeClient::send`]; also if there is no configuration with this id.
pub async fn in_force(stripe: &StripeClient, id: Option<&str>) -> Result<Option<InForce>, StripeError> {
    let answer = stripe.read_newer(&Read { id }).await?;
    let answer: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let found = match (id, answer["data"].as_array().map(Vec::as_slice)) {
        (Some(_), _) => &answer,
        (None, Some([])) => return Ok(None),
        (None, Some([first, ..])) => first,
        (None, None) => &Value::Null,
    };
    // An object without an id is unreadable; it does not mean "no configuration".
    let id = found["id"].as_str().ok_or_else(|| StripeError::new(StripeErrorKind::Garbage(200)))?;
    Ok(Some(InForce {
        id: id.to_owned(),
        is_active: found["active"] == true,
        features: PortalFeatures::of(&found["features"]),
    }))
}

impl PortalFeatures {
    fn of(features: &Value) -> Self {
        let is_on = |feature: &str| features[feature]["enabled"] == true;
        let products = features["subscription_update"]["products"].as_array().into_iter().flatten();
        let prices = products.filter_map(|product| product["prices"].as_array()).flatten();
        Self {
            payment_method_update: is_on("payment_method_update"),
            customer_update: is_on("customer_update"),
            subscription_cancel: is_on("subscription_cancel"),
            subscription_update: is_on("subscription_update"),
            subscription_pause: features["subscription_pause"]["enabled"].as_bool(),
            prices: prices.filter_map(Value::as_str).map(str::to_owned).collect(),
        }
    }
}

/// Reads one by its id, or a list that contains only the default one.
struct Read<'a> {
    id: Option<&'a str>,
}

impl StripeRequest for Read<'_> {
    type Output = Answer;

    fn build(&self) -> RequestBuilder {
        let all = "/billing_portal/configurations";
        match self.id {
            Some(id) => RequestBuilder::new(StripeMethod::Get, format!("{all}/{}", path_segment(id)))
                .query(&serde_json::json!({ "expand": [PRODUCTS] })),
            None => RequestBuilder::new(StripeMethod::Get, all)
                .query(&serde_json::json!({ "is_default": true, "limit": 1, "expand": [format!("data.{PRODUCTS}")] })),
        }
    }
}
