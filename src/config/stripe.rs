//! The Stripe account to talk to.

use std::{ffi::OsString, num::NonZeroU32};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use stripe::{Authorities, Budget, Mode, SecretKey, StripeClient, WebhookSecret};
use url::Url;

use crate::config::{ConfigError, app_url::is_private, extra_ca, secret};

/// Everything needed to talk to one Stripe account.
#[derive(Clone, Debug)]
pub struct StripeSettings {
    pub secret_key: SecretKey,
    /// Ends in a slash; `v1/…` is appended.
    pub api_base: Url,
    /// Trusted beside the built-in certificate authorities.
    pub authorities: Authorities,
    /// Requests a second for background work.
    pub rate: NonZeroU32,
    pub webhook_secrets: Vec<WebhookSecret>,
    pub portal_configuration: Option<String>,
}

impl StripeSettings {
    /// A client for this account, without a rate limit yet.
    pub fn client(&self, budget: Budget) -> StripeClient {
        StripeClient::trusting(&self.authorities, self.secret_key.clone(), self.api_base.clone(), budget)
    }

    /// Checks that the key and the signing secrets look like Stripe's: a truncated or invented one
    /// is reported at start-up. Simulators accept any.
    ///
    /// # Errors
    /// The first one that does not.
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

    /// A file that contains this key
    #[arg(long, env = "STRIPE_SECRET_KEY_FILE", value_name = "PATH")]
    stripe_secret_key_file: Option<OsString>,

    /// Requests a second for background work [default: 80 with a live key, 20 with a test key, of
    /// the 100 and 25 that Stripe allows]
    #[arg(long, env = "STRIPE_RATE")]
    stripe_rate: Option<NonZeroU32>,

    /// The base address of Stripe's API
    #[arg(long, env = "STRIPE_API_BASE", default_value = "https://api.stripe.com/")]
    stripe_api_base: Url,

    /// A PEM file of certificate authorities that are trusted beside the built-in ones, by
    /// calls to Stripe, to the identity provider and to the mail server: for a proxy that inspects TLS
    #[arg(long, env = "EXTRA_CA_FILE", value_name = "PATH")]
    extra_ca_file: Option<OsString>,
}

impl StripeArgs {
    /// What is trusted beside the built-in certificate authorities, by every client of ours.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn authorities(&self) -> Result<Authorities, ConfigError> {
        extra_ca::read(self.extra_ca_file.as_deref())
    }

    /// The account to talk to, without webhooks and portal configuration.
    ///
    /// # Errors
    /// When the file of authorities cannot be used, the key is missing ([`ConfigError::NoKey`]) or
    /// invalid, the address is invalid, or a live key would be sent unencrypted.
    pub fn settings(&self) -> Result<StripeSettings, ConfigError> {
        let authorities = self.authorities()?;
        let (value, file) = (self.stripe_secret_key.as_ref(), self.stripe_secret_key_file.as_deref());
        let key = secret::resolve("STRIPE_SECRET_KEY", value, file)?.ok_or(ConfigError::NoKey)?;
        let secret_key: SecretKey = key.expose_secret().parse().map_err(ConfigError::SecretKey)?;
        let settings = StripeSettings {
            rate: self.stripe_rate.unwrap_or(secret_key.usual_rate()),
            secret_key,
            api_base: api_base(&self.stripe_api_base).ok_or(ConfigError::ApiBase)?,
            authorities,
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

/// The API's base with a trailing slash, which `Url::join` needs; `None` if it is not a web
/// address.
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
    fn a_base_with_a_path_gets_its_slash() {
        let base = api_base(&Url::parse("http://localhost:1/stripe").expect("url")).expect("base");
        assert_eq!(base.as_str(), "http://localhost:1/stripe/");
    }
}
