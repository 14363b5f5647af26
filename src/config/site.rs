//! The site's address and webhook settings, for `serve` and for the commands that examine the site.

use std::ffi::OsString;

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use stripe::WebhookSecret;

use crate::config::{ConfigError, app_url::AppUrl, secret};

/// The site's address, its webhook secrets and its portal configuration.
#[derive(Args, Clone, Debug)]
pub struct SiteArgs {
    /// The site's public origin; every return URL is built from it
    #[arg(long, env = "APP_URL", default_value = "http://127.0.0.1:3000")]
    pub app_url: AppUrl,

    /// The webhook endpoint's signing secret; while rotating several, comma-separated
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET", hide_env_values = true)]
    stripe_webhook_secret: Option<SecretString>,

    /// A file that contains this secret
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET_FILE", value_name = "PATH")]
    stripe_webhook_secret_file: Option<OsString>,

    /// The portal configuration to use (`bpc_…`) [default: the one that `portal apply` recorded,
    /// otherwise Stripe's default]
    #[arg(long, env = "STRIPE_PORTAL_CONFIGURATION")]
    stripe_portal_configuration: Option<String>,
}

impl SiteArgs {
    /// The accepted signing secrets; empty if none is set.
    ///
    /// # Errors
    /// When one of them is not a signing secret, or their file cannot be used.
    pub fn webhook_secrets(&self) -> Result<Vec<WebhookSecret>, ConfigError> {
        let (value, file) = (self.stripe_webhook_secret.as_ref(), self.stripe_webhook_secret_file.as_deref());
        let list = secret::resolve("STRIPE_WEBHOOK_SECRET", value, file)?;
        let list = list.as_ref().map_or("", |list| list.expose_secret());
        WebhookSecret::parse_list(list).map_err(ConfigError::WebhookSecret)
    }

    /// The portal configuration for every session, if one is set.
    pub fn portal_configuration(&self) -> Option<String> {
        self.stripe_portal_configuration.clone().filter(|id| !id.trim().is_empty())
    }
}
