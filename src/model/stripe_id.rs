//! The id of an object at Stripe, as others give it to us.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// 1 to 255 characters without control characters. A customer's usually begins with `cus_`, but customers that were
/// imported into Stripe, and plans from before 2018, can have any id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StripeId(String);

impl StripeId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It is no object's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id of Stripe's has 1 to 255 characters and no control characters, such as cus_NffrFeUfNV2Hib")]
pub struct NoStripeId;

impl FromStr for StripeId {
    type Err = NoStripeId;

    fn from_str(text: &str) -> Result<Self, NoStripeId> {
        let fits = (1..=255).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(NoStripeId) }
    }
}

impl From<StripeId> for String {
    fn from(id: StripeId) -> Self {
        id.0
    }
}

impl TryFrom<String> for StripeId {
    type Error = NoStripeId;

    fn try_from(text: String) -> Result<Self, NoStripeId> {
        text.parse()
    }
}
