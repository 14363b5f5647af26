//! What the site is told about itself: by `serve`, which runs it, and by the commands that look at it.

use clap::Args;

use super::{AppUrl, ConfigError, WebhookSecret};

/// Where the site is, and how Stripe's half of it is told apart.
#[derive(Args, Clone, Debug)]
pub struct SiteArgs {
    /// The public origin customers see; every return URL is built from it
    #[arg(long, env = "APP_URL", default_value = "http://127.0.0.1:3000")]
    pub app_url: AppUrl,

    /// The webhook endpoint's signing secret; several, comma-separated, while rotating
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET", hide_env_values = true)]
    stripe_webhook_secret: Option<String>,

    /// The portal configuration to use (`bpc_…`); without one, what `portal apply` recorded, else Stripe's default
    #[arg(long, env = "STRIPE_PORTAL_CONFIGURATION")]
    stripe_portal_configuration: Option<String>,
}

impl SiteArgs {
    /// The signing secrets that are accepted; none if none is set.
    ///
    /// # Errors
    /// When one of them is no signing secret.
    pub fn webhook_secrets(&self) -> Result<Vec<WebhookSecret>, ConfigError> {
        WebhookSecret::parse_list(self.stripe_webhook_secret.as_deref().unwrap_or_default())
            .map_err(ConfigError::WebhookSecret)
    }

    /// The portal configuration to name in every session, if one is set.
    pub fn portal_configuration(&self) -> Option<String> {
        self.stripe_portal_configuration.clone().filter(|id| !id.trim().is_empty())
    }
}
