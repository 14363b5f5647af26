//! What is examined, and the account that belongs to it.

use std::path::PathBuf;

use database::DatabaseUrl;
use stripe::{Budget, SecretKey, StripeClient, WebhookSecret};

use crate::config::{AppUrl, ConfigError, StripeSettings};

/// An installation as it was configured, mistakes included.
#[derive(Debug)]
pub struct Installation {
    pub app_url: AppUrl,
    pub database: Result<DatabaseUrl, ConfigError>,
    /// `portal.toml`, wherever it is.
    pub file: PathBuf,
    /// What `STRIPE_PORTAL_CONFIGURATION` says.
    pub portal_configuration: Option<String>,
    pub stripe: Result<StripeSettings, ConfigError>,
    pub webhook_secrets: Result<Vec<WebhookSecret>, ConfigError>,
    /// What else the server would refuse to start with.
    pub refusals: Vec<ConfigError>,
}

/// A key that Stripe accepts, and the client that uses it.
pub(super) struct Account {
    pub key: SecretKey,
    pub stripe: StripeClient,
}

/// The client for a key, as the site would use it.
pub(super) fn client(settings: &StripeSettings) -> StripeClient {
    StripeClient::new(settings.secret_key.clone(), settings.api_base.clone(), Budget::default())
}
