//! The account's secret key, as a type that cannot be printed.

use std::{fmt, num::NonZeroU32, str::FromStr};

use secrecy::{ExposeSecret, SecretString};

use crate::mode::Mode;

/// `sk_…` or a restricted `rk_…` key.
#[derive(Clone)]
pub struct SecretKey(SecretString);

impl SecretKey {
    /// The key itself, for the `Authorization` header only.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Four fifths of Stripe's rate limit (<https://docs.stripe.com/rate-limits>): the rest is for
    /// customers' clicks.
    pub fn usual_rate(&self) -> NonZeroU32 {
        const LIVE: NonZeroU32 = NonZeroU32::new(80).expect("not zero");
        const TEST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
        match self.mode() {
            Mode::Live => LIVE,
            Mode::Test => TEST,
        }
    }

    /// Test or live, from the key's prefix.
    pub fn mode(&self) -> Mode {
        if self.expose().split('_').nth(1) == Some("live") { Mode::Live } else { Mode::Test }
    }

    /// Whether it has at least 24 letters and digits after the prefix. Stripe does not document
    /// this; its first keys have 24 (as in <https://docs.stripe.com/api/authentication>), today's
    /// have 99, and scanners for leaked keys (detect-secrets, Nosey Parker) use the same rule.
    pub fn has_stripes_form(&self) -> bool {
        let rest = self.expose().get("sk_live_".len()..).unwrap_or_default();
        rest.len() >= 24 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// Whether it is a restricted key.
    pub fn is_restricted(&self) -> bool {
        self.expose().starts_with("rk_")
    }
}

impl FromStr for SecretKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let key = text.trim();
        if key.starts_with("pk_") {
            return Err("is a publishable key (pk_…); the server needs the secret one (sk_… or rk_…)");
        }
        let known = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];
        let rest = known.iter().find_map(|prefix| key.strip_prefix(prefix));
        match rest {
            Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
                Ok(Self(key.into()))
            }
            _ => Err("does not look like a Stripe secret key (sk_test_…, sk_live_…, rk_test_… or rk_live_…)"),
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret key]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn does_not_print() {
        let key: SecretKey = "sk_test_abc".parse().expect("valid");
        assert!(!format!("{key:?}").contains("abc"));
    }

    #[test]
    fn a_keys_prefix_says_its_mode() {
        let key = |text: &str| text.parse::<SecretKey>().expect("valid");
        assert_eq!((key("sk_test_live").mode(), key("sk_test_live").is_restricted()), (Mode::Test, false));
        assert_eq!((key("rk_live_x").mode(), key("rk_live_x").is_restricted()), (Mode::Live, true));
    }

    #[test]
    fn refuses_what_is_no_key() {
        for text in ["pk_test_abc", "sk_abc", "sk_test_", "sk_test_a b", "hello"] {
            assert!(text.parse::<SecretKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn its_form_tells_stripes_own_from_what_is_cut_off_or_made_up() {
        let key = |text: &str| text.parse::<SecretKey>().expect("valid").has_stripes_form();
        assert!(key(&format!("sk_live_{}", "a1".repeat(12))) && key(&format!("rk_test_51{}", "Z9".repeat(48))));
        assert!(!key("sk_live_x") && !key(&format!("sk_live_{}", "a".repeat(23))));
        assert!(!key("sk_live_your_secret_key_goes_here"));
    }
}
