//! What the site is told about itself: by `serve`, which runs it, and by the commands that look at it.

use std::ffi::OsString;

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use stripe::WebhookSecret;

use crate::config::{ConfigError, app_url::AppUrl, secret};

/// Where the site is, and how Stripe's half of it is told apart.
#[derive(Args, Clone, Debug)]
pub struct SiteArgs {
    /// The public origin customers see; every return URL is built from it
    #[arg(long, env = "APP_URL", default_value = "http://127.0.0.1:3000")]
    pub app_url: AppUrl,

    /// The webhook endpoint's signing secret; several, comma-separated, while rotating
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET", hide_env_values = true)]
    stripe_webhook_secret: Option<SecretString>,

    /// A file that holds it instead
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET_FILE", value_name = "PATH")]
    stripe_webhook_secret_file: Option<OsString>,

    /// The portal configuration to use (`bpc_…`); without one, what `portal apply` recorded, else Stripe's default
    #[arg(long, env = "STRIPE_PORTAL_CONFIGURATION")]
    stripe_portal_configuration: Option<String>,
}

impl SiteArgs {
    /// The signing secrets that are accepted; none if none is set.
    ///
    /// # Errors
    /// When one of them is no signing secret, or their file cannot be used.
    pub fn webhook_secrets(&self) -> Result<Vec<WebhookSecret>, ConfigError> {
        let (value, file) = (self.stripe_webhook_secret.as_ref(), self.stripe_webhook_secret_file.as_deref());
        let list = secret::resolve("STRIPE_WEBHOOK_SECRET", value, file)?;
        let list = list.as_ref().map_or("", |list| list.expose_secret());
        WebhookSecret::parse_list(list).map_err(ConfigError::WebhookSecret)
    }

    /// The portal configuration to name in every session, if one is set.
    pub fn portal_configuration(&self) -> Option<String> {
        self.stripe_portal_configuration.clone().filter(|id| !id.trim().is_empty())
    }
}
