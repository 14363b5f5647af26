//! Configuration: read from flags, the environment and `.env`, checked once at start-up, and from
//! then on carried by types that cannot be wrong.

mod app_secret;
mod app_url;
mod database_url;
mod origins;
mod portal;
mod secret;
mod security_contact;
mod serve;
mod site;
mod stripe;
mod sync;

use std::{ffi::OsString, net::SocketAddr, path::PathBuf};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};

pub use app_secret::{AppSecret, AppSecretArgs};
pub use app_url::AppUrl;
pub use database_url::DatabaseUrl;
pub use origins::Origins;
pub use portal::{DoctorArgs, PortalArgs, PortalCommand, PortalFileArgs};
pub use secret::FileError;
pub use security_contact::SecurityContact;
pub use serve::{ServeArgs, StripeChoice};
pub use site::SiteArgs;
pub use stripe::{Mode, SecretKey, StripeArgs, StripeSettings, WebhookSecret};
pub use sync::{EventsCommand, FetchArgs, ListArgs, Moment, Received, ReplayArgs, StateArg, SyncArgs};

/// Where the data lives. Every command takes it.
#[derive(Args, Clone, Debug)]
pub struct DatabaseArgs {
    /// `sqlite://path/to/file.db` or `postgres://user:password@host/name`
    /// [default: sqlite://data/customer-portal.db, or sqlite://data/demo.db for the demo]
    // Text, and parsed by us: clap would print a mistyped URL with its password.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<SecretString>,

    /// A file that holds it instead
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "PATH")]
    database_url_file: Option<OsString>,
}

impl DatabaseArgs {
    /// The database of a real site.
    ///
    /// # Errors
    /// When the URL is for no database we know, or its file cannot be used.
    pub fn url(&self) -> Result<DatabaseUrl, ConfigError> {
        self.url_or("sqlite://data/customer-portal.db")
    }

    /// The demo's: a file of its own, since everybody knows the demo's password.
    ///
    /// # Errors
    /// When the URL is for no database we know, or its file cannot be used.
    pub fn demo_url(&self) -> Result<DatabaseUrl, ConfigError> {
        self.url_or("sqlite://data/demo.db")
    }

    fn url_or(&self, default: &str) -> Result<DatabaseUrl, ConfigError> {
        let url = secret::resolve("DATABASE_URL", self.database_url.as_ref(), self.database_url_file.as_deref())?;
        url.as_ref().map_or(default, |url| url.expose_secret()).parse().map_err(ConfigError::DatabaseUrl)
    }
}

/// What `copy` takes.
#[derive(Args, Clone, Debug)]
pub struct CopyArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Where to, as DATABASE_URL is written; it must be empty. With a password better set by the
    /// environment: other users of the machine can read a command line
    #[arg(long, env = "COPY_TO_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    to: Option<SecretString>,
    /// A file that holds it instead
    #[arg(long, env = "COPY_TO_DATABASE_URL_FILE", value_name = "PATH")]
    to_file: Option<OsString>,
}

impl CopyArgs {
    /// The database to copy to.
    ///
    /// # Errors
    /// When none is named, the URL is for no database we know, or its file cannot be used.
    pub fn to(&self) -> Result<DatabaseUrl, ConfigError> {
        let url = secret::resolve("COPY_TO_DATABASE_URL", self.to.as_ref(), self.to_file.as_deref())?;
        url.ok_or(ConfigError::NoCopyTo)?.expose_secret().parse().map_err(ConfigError::CopyTo)
    }
}

/// What is wrong with the configuration, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("APP_SECRET {0}")]
    AppSecret(&'static str),
    #[error(
        "APP_SECRET is not set, and production (LEPTOS_ENV=PROD) does not make one by itself. Make one with \
         `openssl rand -base64 32`, keep it, and give every server the same."
    )]
    NoAppSecret,
    #[error("the secret for development, {}: {why}. Set APP_SECRET, or make its folder writable", path.display())]
    DevelopmentSecret { path: PathBuf, why: String },
    #[error("{0} and {0}_FILE are both set: keep one of them")]
    SecretTwice(&'static str),
    #[error("{name}_FILE, {}: {why}", path.display())]
    SecretFile { name: &'static str, path: PathBuf, why: FileError },
    #[error("DATABASE_URL {0}")]
    DatabaseUrl(&'static str),
    #[error("COPY_TO_DATABASE_URL is not set: the database to copy to, as DATABASE_URL is written")]
    NoCopyTo,
    #[error("COPY_TO_DATABASE_URL {0}")]
    CopyTo(&'static str),
    #[error(
        "STRIPE_SECRET_KEY is not set, and production (LEPTOS_ENV=PROD) does not run on the Stripe simulator. \
         Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, from https://dashboard.stripe.com/apikeys and \
         https://dashboard.stripe.com/webhooks."
    )]
    NoKeyInProduction,
    #[error(
        "STRIPE_SECRET_KEY is not set, and this build does not contain the Stripe simulator. \
         Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET."
    )]
    NoKeyNoSimulator,
    #[error("STRIPE_SECRET_KEY is not set")]
    NoKey,
    #[error(
        "STRIPE_WEBHOOK_SECRET is not set. With a Stripe key it is required: without it nothing that \
         customers change in the portal would reach their account page."
    )]
    NoWebhookSecret,
    #[error("STRIPE_SECRET_KEY {0}")]
    SecretKey(&'static str),
    #[error("STRIPE_WEBHOOK_SECRET {0}")]
    WebhookSecret(&'static str),
    #[error(
        "STRIPE_SECRET_KEY has not the form of Stripe's keys, which have at least 24 letters and digits after \
         sk_live_, rk_live_, sk_test_ or rk_test_. Copy it anew from https://dashboard.stripe.com/apikeys"
    )]
    SecretKeyForm,
    #[error(
        "STRIPE_WEBHOOK_SECRET has not the form of Stripe's signing secrets, which have at least 32 characters \
         after whsec_. Copy it anew from https://dashboard.stripe.com/webhooks"
    )]
    WebhookSecretForm,
    #[error("STRIPE_API_BASE must be an http:// or https:// address")]
    ApiBase,
    #[error(
        "STRIPE_API_BASE must be https with a live key: the key opens the whole account, and would be readable \
         on the way"
    )]
    ApiBaseNotHttps,
    #[error(
        "APP_URL is {0}, and must be https with a live key and in production (LEPTOS_ENV=PROD): passwords and \
         sessions would be readable on the way. Serve the site by https, by a proxy in front of it for example, \
         and set APP_URL to that address"
    )]
    AppUrlNotHttps(AppUrl),
    #[error(
        "SIM_ADDR is {0}, which other machines can reach, and whoever reaches the simulator may do anything \
         with it. If that is meant, add --allow-remote-simulator"
    )]
    RemoteSimulator(SocketAddr),
    #[error("the site's settings (Leptos.toml and LEPTOS_…): {0}")]
    Leptos(String),
}
