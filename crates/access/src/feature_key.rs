//! The name of a feature in programs.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The most characters, as Stripe's `lookup_key` has:
/// <https://docs.stripe.com/api/entitlements/feature/create>.
const LONGEST: usize = 80;

/// Stripe's `lookup_key` of a feature, or a name in a product's metadata: 1 to 80 characters, without control
/// characters, commas, and spaces around it. Upper and lower case differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeatureKey(String);

/// It is no feature's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a feature's key has 1 to 80 characters, and no commas, control characters or spaces around it")]
pub struct NoFeatureKey;

impl FeatureKey {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FeatureKey {
    type Err = NoFeatureKey;

    fn from_str(text: &str) -> Result<Self, NoFeatureKey> {
        let fits = (1..=LONGEST).contains(&text.chars().count()) && text.trim() == text;
        let is_plain = !text.chars().any(|sign| sign == ',' || sign.is_control());
        if fits && is_plain { Ok(Self(text.to_owned())) } else { Err(NoFeatureKey) }
    }
}

/// Of a file or a body, whose readers want to know which of its keys is wrong.
impl TryFrom<String> for FeatureKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|error| format!("{text:?}: {error}"))
    }
}

impl From<FeatureKey> for String {
    fn from(key: FeatureKey) -> Self {
        key.0
    }
}

impl Borrow<str> for FeatureKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FeatureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_any_text_that_a_list_can_hold() {
        for good in ["sso", "SSO", "audit log", "größe", &"x".repeat(80)] {
            assert_eq!(good.parse::<FeatureKey>().map(String::from).as_deref(), Ok(good));
        }
        for bad in ["", " sso", "sso ", "a,b", "a\nb", &"x".repeat(81)] {
            assert_eq!(bad.parse::<FeatureKey>(), Err(NoFeatureKey), "{bad:?}");
        }
    }
}
