//! The two names of an account: ours, and that of the company's product.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What every [`AccountId`] begins with.
const PREFIX: &str = "acct_";

/// Our own id of an account: `acct_` and 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

impl AccountId {
    /// A new one, which nobody can guess.
    pub fn random() -> Self {
        Self(format!("{PREFIX}{}", uuid::Uuid::new_v4().simple()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It is no account's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account's id is acct_ and 32 hexadecimal digits")]
pub struct NoAccountId;

impl FromStr for AccountId {
    type Err = NoAccountId;

    fn from_str(text: &str) -> Result<Self, NoAccountId> {
        let digits = text.strip_prefix(PREFIX).ok_or(NoAccountId)?;
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if digits.len() == 32 && digits.bytes().all(is_digit) { Ok(Self(text.to_owned())) } else { Err(NoAccountId) }
    }
}

impl TryFrom<String> for AccountId {
    type Error = NoAccountId;

    fn try_from(text: String) -> Result<Self, NoAccountId> {
        text.parse()
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The most characters of an [`ExternalId`].
const LONGEST: usize = 200;

/// The id that the company's product has for an account or a user: 1 to 200 characters without control characters.
/// Upper and lower case differ. It may not begin like an [`AccountId`], so that either is accepted where an account is
/// named.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExternalId(String);

impl ExternalId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why it is no external id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoExternalId {
    #[error("an external id has 1 to 200 characters")]
    Length,
    #[error("an external id has no control characters")]
    Control,
    #[error("an external id does not begin with acct_, which is for this site's own ids")]
    Ours,
    #[error("an external id is not . or .., which cannot be part of an address")]
    Dots,
}

impl FromStr for ExternalId {
    type Err = NoExternalId;

    fn from_str(text: &str) -> Result<Self, NoExternalId> {
        if text.is_empty() || text.chars().count() > LONGEST {
            Err(NoExternalId::Length)
        } else if text.chars().any(char::is_control) {
            Err(NoExternalId::Control)
        } else if text.starts_with(PREFIX) {
            Err(NoExternalId::Ours)
        } else if [".", ".."].contains(&text) {
            Err(NoExternalId::Dots)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl TryFrom<String> for ExternalId {
    type Error = NoExternalId;

    fn try_from(text: String) -> Result<Self, NoExternalId> {
        text.parse()
    }
}

impl From<ExternalId> for String {
    fn from(id: ExternalId) -> Self {
        id.0
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the company's product names an account: by its own id, or by ours.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum AccountRef {
    Id(AccountId),
    External(ExternalId),
}

/// It names no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAccountRef {
    #[error(transparent)]
    Id(#[from] NoAccountId),
    #[error(transparent)]
    External(#[from] NoExternalId),
}

impl fmt::Display for AccountRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::External(id) => id.fmt(f),
        }
    }
}

impl FromStr for AccountRef {
    type Err = NoAccountRef;

    fn from_str(text: &str) -> Result<Self, NoAccountRef> {
        Ok(if text.starts_with(PREFIX) { Self::Id(text.parse()?) } else { Self::External(text.parse()?) })
    }
}

impl TryFrom<String> for AccountRef {
    type Error = NoAccountRef;

    fn try_from(text: String) -> Result<Self, NoAccountRef> {
        text.parse()
    }
}

/// What an account's members call it: 1 to 200 characters, a letter or digit among them, without control characters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct AccountName(String);

impl AccountName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It is no account's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 200 characters, a letter or digit among them, and no control characters")]
pub struct NoAccountName;

impl FromStr for AccountName {
    type Err = NoAccountName;

    fn from_str(text: &str) -> Result<Self, NoAccountName> {
        let can_be_read = text.chars().any(char::is_alphanumeric) && !text.chars().any(char::is_control);
        if can_be_read && text.chars().count() <= LONGEST { Ok(Self(text.to_owned())) } else { Err(NoAccountName) }
    }
}

impl TryFrom<String> for AccountName {
    type Error = NoAccountName;

    fn try_from(text: String) -> Result<Self, NoAccountName> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_names_of_an_account_are_never_taken_for_one_another() {
        let own = AccountId::random();
        assert_eq!(own.as_str().parse(), Ok(own.clone()));
        assert_eq!(own.as_str().parse::<ExternalId>(), Err(NoExternalId::Ours));
        for other in
            ["acct_", "acct_1234", "ACCT_0123456789abcdef0123456789abcdef", "acct_0123456789ABCDEF0123456789abcdef"]
        {
            assert_eq!(other.parse::<AccountId>(), Err(NoAccountId), "{other}");
        }
    }

    #[test]
    fn an_external_id_is_of_any_characters_but_controls() {
        for good in ["1", "user@example.com", "ACCT_1", " ", "æøå", &"ü".repeat(200)] {
            assert_eq!(good.parse::<ExternalId>().map(String::from), Ok(good.to_owned()));
        }
        assert_eq!("".parse::<ExternalId>(), Err(NoExternalId::Length));
        assert_eq!("x".repeat(201).parse::<ExternalId>(), Err(NoExternalId::Length));
        assert_eq!("a\0".parse::<ExternalId>(), Err(NoExternalId::Control));
        assert_eq!("..".parse::<ExternalId>(), Err(NoExternalId::Dots));
        assert_eq!("a\u{85}".parse::<ExternalId>(), Err(NoExternalId::Control));
    }
}
