//! Stripe's keys and secrets as types that do not print.

use std::{ffi::OsString, fmt, num::NonZeroU32, str::FromStr};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{ConfigError, app_url::is_private, secret};

/// Everything needed to talk to one Stripe account.
#[derive(Clone, Debug)]
pub struct StripeSettings {
    pub secret_key: SecretKey,
    /// Ends in a slash; `v1/…` is appended.
    pub api_base: Url,
    /// Requests a second for what nobody waits for.
    pub rate: NonZeroU32,
    pub webhook_secrets: Vec<WebhookSecret>,
    pub portal_configuration: Option<String>,
}

impl StripeSettings {
    /// Whether the key and the signing secrets can be Stripe's own, as far as their form says: what was cut
    /// off, or is a word somebody made up, is found before customers find it. Simulators take anything.
    ///
    /// # Errors
    /// Which of them cannot.
    pub fn check_forms(&self) -> Result<(), ConfigError> {
        if !self.secret_key.has_stripes_form() {
            return Err(ConfigError::SecretKeyForm);
        }
        if !self.webhook_secrets.iter().all(WebhookSecret::has_stripes_form) {
            return Err(ConfigError::WebhookSecretForm);
        }
        Ok(())
    }
}

/// How to reach Stripe. Every command that talks to it takes these.
#[derive(Args, Clone, Debug)]
pub struct StripeArgs {
    /// Stripe's secret or restricted key; without one `serve` uses the built-in simulator (not in production)
    #[arg(long, env = "STRIPE_SECRET_KEY", hide_env_values = true)]
    stripe_secret_key: Option<SecretString>,

    /// A file that holds it instead
    #[arg(long, env = "STRIPE_SECRET_KEY_FILE", value_name = "PATH")]
    stripe_secret_key_file: Option<OsString>,

    /// Requests a second for what nobody waits for [default: 80 with a live key, 20 with a test key, of
    /// the 100 and 25 that Stripe allows]
    #[arg(long, env = "STRIPE_RATE")]
    stripe_rate: Option<NonZeroU32>,

    /// Where Stripe's API is
    #[arg(long, env = "STRIPE_API_BASE", default_value = "https://api.stripe.com/")]
    stripe_api_base: Url,
}

impl StripeArgs {
    /// The account to talk to, without webhooks and portal configuration.
    ///
    /// # Errors
    /// No key ([`ConfigError::NoKey`]), no real key, no address, or a live key where it could be read on the way.
    pub fn settings(&self) -> Result<StripeSettings, ConfigError> {
        let (value, file) = (self.stripe_secret_key.as_ref(), self.stripe_secret_key_file.as_deref());
        let key = secret::resolve("STRIPE_SECRET_KEY", value, file)?.ok_or(ConfigError::NoKey)?;
        let secret_key: SecretKey = key.expose_secret().parse().map_err(ConfigError::SecretKey)?;
        let settings = StripeSettings {
            rate: self.stripe_rate.unwrap_or(secret_key.usual_rate()),
            secret_key,
            api_base: api_base(&self.stripe_api_base).ok_or(ConfigError::ApiBase)?,
            webhook_secrets: Vec::new(),
            portal_configuration: None,
        };
        if settings.secret_key.mode() == Mode::Live {
            settings.check_forms()?;
            if !is_private(&settings.api_base) {
                return Err(ConfigError::ApiBaseNotHttps);
            }
        }
        Ok(settings)
    }
}

/// Which half of a Stripe account a key opens: nothing in one half knows of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    Test,
    Live,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Test => "test",
            Self::Live => "live",
        })
    }
}

/// `sk_…` or a restricted `rk_…` key.
#[derive(Clone)]
pub struct SecretKey(SecretString);

impl SecretKey {
    /// The key itself, for the `Authorization` header only.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Four fifths of what Stripe allows a second (<https://docs.stripe.com/rate-limits>): customers' own
    /// clicks need room beside it.
    pub fn usual_rate(&self) -> NonZeroU32 {
        const LIVE: NonZeroU32 = NonZeroU32::new(80).expect("not zero");
        const TEST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
        match self.mode() {
            Mode::Live => LIVE,
            Mode::Test => TEST,
        }
    }

    /// Test or live: the key's prefix says it.
    pub fn mode(&self) -> Mode {
        if self.expose().split('_').nth(1) == Some("live") { Mode::Live } else { Mode::Test }
    }

    /// At least 24 letters and digits after the prefix. Stripe does not document it; its first keys have 24
    /// (as the one in <https://docs.stripe.com/api/authentication>), today's 99, and what looks for leaked
    /// keys (detect-secrets, Nosey Parker) goes by the same.
    fn has_stripes_form(&self) -> bool {
        let rest = self.expose().get("sk_live_".len()..).unwrap_or_default();
        rest.len() >= 24 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// Whether it may do only what somebody allowed it to.
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

/// A webhook endpoint's signing secret. The whole text, `whsec_` included, is the HMAC key.
#[derive(Clone)]
pub struct WebhookSecret(SecretString);

impl WebhookSecret {
    /// The HMAC key.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// At least 32 characters after the prefix: so many have the Dashboard's (Sonar's rule S6718 for leaked ones
    /// says 32 to 64), 64 those of Stripe's command line. Letters and digits today; the rest of base64 is
    /// let through too, which <https://www.standardwebhooks.com> uses with the same prefix.
    fn has_stripes_form(&self) -> bool {
        let rest = self.expose().strip_prefix("whsec_").unwrap_or_default();
        let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
        rest.len() >= 32 && rest.bytes().all(base64)
    }

    /// Reads a comma-separated list; several are in use at once while a secret is rotated.
    ///
    /// # Errors
    /// When one of them is not a signing secret.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, &'static str> {
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::parse).collect()
    }

    /// A fresh one for the built-in simulator.
    pub fn random() -> Self {
        Self(format!("whsec_{}", uuid::Uuid::new_v4().simple()).into())
    }
}

impl FromStr for WebhookSecret {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("whsec_") {
            Some(rest) if !rest.is_empty() => Ok(Self(text.into())),
            _ => Err("must be one or more signing secrets (whsec_…), separated by commas"),
        }
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[webhook secret]")
    }
}

/// The API's base with the trailing slash that a base with a path needs; `None` if it is no web address.
fn api_base(url: &Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return None;
    }
    let mut base = url.clone();
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", url.path()));
    }
    Some(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        let key: SecretKey = "sk_test_abc".parse().expect("valid");
        let secrets = WebhookSecret::parse_list("whsec_a, whsec_b").expect("valid");
        let printed = format!("{key:?} {secrets:?}");
        assert!(!printed.contains("abc") && !printed.contains("whsec"), "{printed}");
        assert_eq!(secrets.len(), 2);
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
        assert!(WebhookSecret::parse_list("whsec_a,oops").is_err());
    }

    #[test]
    fn forms_tell_stripes_own_from_what_is_cut_off_or_made_up() {
        let key = |text: &str| text.parse::<SecretKey>().expect("valid").has_stripes_form();
        assert!(key(&format!("sk_live_{}", "a1".repeat(12))) && key(&format!("rk_test_51{}", "Z9".repeat(48))));
        assert!(!key("sk_live_x") && !key(&format!("sk_live_{}", "a".repeat(23))));
        assert!(!key("sk_live_your_secret_key_goes_here"));
        let secret = |text: &str| text.parse::<WebhookSecret>().expect("valid").has_stripes_form();
        assert!(secret(&format!("whsec_{}", "a1".repeat(16))) && secret(&format!("whsec_{}", "0f".repeat(32))));
        assert!(secret(&format!("whsec_{}", "aB+/".repeat(8))) && secret(WebhookSecret::random().expose()));
        assert!(!secret("whsec_x") && !secret(&format!("whsec_{}", "a ".repeat(16))));
    }

    #[test]
    fn a_base_with_a_path_gets_its_slash() {
        let base = api_base(&Url::parse("http://localhost:1/stripe").expect("url")).expect("base");
        assert_eq!(base.as_str(), "http://localhost:1/stripe/");
    }
}
