//! The examined installation and its Stripe account.

use std::path::PathBuf;

use database::DatabaseUrl;
use smtp::{Smtp, SmtpUrl};
use stripe::{Budget, SecretKey, StripeClient, WebhookSecret};

use crate::{
    config::{AppUrl, ConfigError, OidcSettings, StripeSettings},
    keys::AppKeys,
};

/// An installation as configured, including invalid settings.
#[derive(Debug)]
pub struct Installation {
    pub app_url: AppUrl,
    pub database: Result<DatabaseUrl, ConfigError>,
    /// The path of `portal.toml`.
    pub file: PathBuf,
    /// The path of `access.toml`.
    pub access_file: PathBuf,
    /// The value of `STRIPE_PORTAL_CONFIGURATION`.
    pub portal_configuration: Option<String>,
    pub stripe: Result<StripeSettings, ConfigError>,
    pub webhook_secrets: Result<Vec<WebhookSecret>, ConfigError>,
    /// The keys derived from `APP_SECRET`, if there is a usable one.
    pub keys: Option<AppKeys>,
    /// The identity provider, if people sign in there and its settings are usable.
    pub oidc: Option<OidcSettings>,
    /// Other settings with which the server would not start.
    pub refusals: Vec<ConfigError>,
    /// Whether customers who need support are told where it is.
    pub has_support: bool,
    /// What becomes of mails.
    pub mailing: Mailing,
}

/// What becomes of mails, as configured.
#[derive(Debug)]
pub enum Mailing {
    /// This server takes them.
    Server { url: SmtpUrl, client: Smtp },
    /// In development they are shown.
    Shown,
    /// In production without a server.
    Off,
    /// The settings cannot be used.
    Unusable,
}

/// A key that Stripe accepts, and a client for it.
pub(super) struct Account {
    pub key: SecretKey,
    pub stripe: StripeClient,
}

/// A client like the site's.
pub(super) fn client(settings: &StripeSettings) -> StripeClient {
    settings.client(Budget::default())
}
