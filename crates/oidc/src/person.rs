//! Who signed in, as the provider says.

use openidconnect::{UserInfoClaims, core::CoreGenderClaim};
use serde_json::{Map, Value};

use crate::client::{Claims, OwnClaims};

/// Somebody whom the provider knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The provider's id of them: 1 to 255 characters, and no control characters.
    pub subject: String,
    /// Not checked.
    pub email: Option<String>,
    /// Whether the provider says that the address is theirs.
    pub email_verified: Option<bool>,
    /// The claims that the standard does not name.
    pub claims: Map<String, Value>,
}

impl Person {
    pub(crate) fn of_token(token: &Claims) -> Self {
        Self {
            subject: token.subject().to_string(),
            email: token.email().map(|email| email.to_string()),
            email_verified: token.email_verified(),
            claims: token.additional_claims().all.clone(),
        }
    }

    pub(crate) fn of_user_info(info: &UserInfoClaims<OwnClaims, CoreGenderClaim>) -> Self {
        Self {
            subject: info.subject().to_string(),
            email: info.email().map(|email| email.to_string()),
            email_verified: info.email_verified(),
            claims: info.additional_claims().all.clone(),
        }
    }

    /// Whether something is missing that the provider may tell elsewhere.
    pub(crate) fn lacks(&self, claims: &[&str]) -> bool {
        self.email.is_none()
            || self.email_verified.is_none()
            || claims.iter().any(|claim| !self.claims.contains_key(*claim))
    }

    /// Adds what only the other source says. An address is verified by the source that names it.
    pub(crate) fn completed_by(mut self, other: Self) -> Self {
        if self.email.is_none() || self.email == other.email {
            self.email_verified = self.email_verified.filter(|_| self.email.is_some()).or(other.email_verified);
            self.email = self.email.or(other.email);
        }
        for (name, value) in other.claims {
            self.claims.entry(name).or_insert(value);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(email: Option<&str>, email_verified: Option<bool>) -> Person {
        Person { subject: "1".to_owned(), email: email.map(str::to_owned), email_verified, claims: Map::new() }
    }

    #[test]
    fn an_address_is_verified_by_the_source_that_names_it() {
        let (ada, eve) = (Some("ada@example.com"), Some("eve@example.com"));
        for (token, more, expected) in [
            ((None, None), (ada, Some(true)), (ada, Some(true))),
            ((None, Some(true)), (ada, None), (ada, None)),
            ((ada, None), (ada, Some(true)), (ada, Some(true))),
            ((ada, Some(false)), (ada, Some(true)), (ada, Some(false))),
            ((ada, None), (eve, Some(true)), (ada, None)),
        ] {
            let completed = person(token.0, token.1).completed_by(person(more.0, more.1));
            assert_eq!(completed, person(expected.0, expected.1), "{token:?} {more:?}");
        }
    }
}
