//! Passwords: which are accepted, and how they are stored.

mod common;
mod hashing;

use secrecy::SecretString;

pub use crate::auth::password::hashing::{Hashing, Passwords, Place};

use crate::auth::email::Email;
use crate::{
    config::AppUrl,
    model::{AuthError, SITE_NAME},
};

/// OWASP ASVS 5, 6.2.1 and 6.2.9: at least 8 characters, at least 64 allowed. The upper bound only
/// prevents hashing of megabytes.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=256;

/// A chosen password that passed all checks.
#[derive(Debug)]
pub struct Password(SecretString);

impl Password {
    /// Checks a password for the account `email` on the site `site`. There are no rules about which
    /// characters to use (ASVS 6.2.5); what guessers try first is refused (6.2.4).
    ///
    /// # Errors
    /// Which rule it breaks.
    pub fn choose(text: &str, email: &Email, site: &AppUrl) -> Result<Self, AuthError> {
        // Bytes first, so that counting the characters of a huge text cannot cost time.
        if text.len() > 4 * *LENGTH.end() || text.chars().count() > *LENGTH.end() {
            return Err(AuthError::PasswordTooLong);
        }
        if text.chars().count() < *LENGTH.start() {
            return Err(AuthError::PasswordTooShort);
        }
        if common::is_common(text) || common::is_one_of(text, &names(email, site)) {
            return Err(AuthError::PasswordTooCommon);
        }
        Ok(Self(text.into()))
    }
}

/// Names of the account and the site that everybody knows, and that an attacker tries first.
fn names(email: &Email, site: &AppUrl) -> Vec<String> {
    let address = email.as_str();
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let host = site.host();
    [address, local, domain, host, SITE_NAME]
        .into_iter()
        .chain(domain.split('.'))
        .chain(host.split('.'))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(text: &str, email: &str) -> Result<Password, AuthError> {
        let site = "https://billing.acme.example".parse().expect("valid");
        Password::choose(text, &email.parse().expect("valid"), &site)
    }

    #[test]
    fn says_which_rule_a_password_breaks() {
        let grace = "grace.hopper@navy.example";
        assert_eq!(choose("a1$", grace).unwrap_err(), AuthError::PasswordTooShort);
        assert_eq!(choose(&"x4".repeat(200), grace).unwrap_err(), AuthError::PasswordTooLong);
        assert_eq!(choose(&"🦀".repeat(100_000), grace).unwrap_err(), AuthError::PasswordTooLong);
        for common in [
            "password1",
            "Password@123",
            "P@ssw0rd!",
            "Summer2026!",
            "Autumn2026",
            "iloveyou!!",
            "12345678",
            "grace.hopper@navy.example",
            "Grace.Hopper1",
            "gracehopper99",
            "navy.example!",
            "Billing2026",
            "acme12345",
            "Cust0merPortal",
            "customer-portal-1",
            "987654321",
            "123456789!",
            "12345678?!",
            "00000000",
            "abcdefgh",
            "19841984",
            "passwordpassword",
            "xyxyxyxyxyxy",
            "        ",
            "!!!!!!!!",
        ] {
            assert_eq!(choose(common, grace).unwrap_err(), AuthError::PasswordTooCommon, "{common}");
        }
    }

    #[test]
    fn accepts_what_nobody_tries_first() {
        for good in [
            "correct horse battery staple",
            "correct horse battery staple 9",
            "quiet-harbour-lamp",
            "ünïcödé läuft auch",
            "8402957361",
            "пароль от сайта",
        ] {
            assert!(choose(good, "x@example.com").is_ok(), "{good}");
        }
    }

    #[test]
    fn an_address_of_digits_is_refused_as_its_password() {
        assert_eq!(choose("4915112345", "4915112345@sms.example").unwrap_err(), AuthError::PasswordTooCommon);
    }
}
