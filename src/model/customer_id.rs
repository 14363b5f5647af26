//! The id of a Stripe customer, as others give it to us.

use std::str::FromStr;

use serde::Deserialize;

/// 1 to 255 characters without control characters. It usually begins with `cus_`, but customers that were imported
/// into Stripe can have any id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct CustomerId(String);

impl CustomerId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It is no customer's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a Stripe customer's id has 1 to 255 characters and no control characters, such as cus_NffrFeUfNV2Hib")]
pub struct NoCustomerId;

impl FromStr for CustomerId {
    type Err = NoCustomerId;

    fn from_str(text: &str) -> Result<Self, NoCustomerId> {
        let fits = (1..=255).contains(&text.len()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(NoCustomerId) }
    }
}

impl TryFrom<String> for CustomerId {
    type Error = NoCustomerId;

    fn try_from(text: String) -> Result<Self, NoCustomerId> {
        text.parse()
    }
}
