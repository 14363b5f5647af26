//! Configuration: read from flags, the environment and `.env`, checked once at start-up, and from
//! then on carried by types that cannot be wrong.

mod app_url;
mod database_url;
mod stripe;

use std::net::SocketAddr;

use clap::Args;
use leptos::config::{Env, LeptosOptions};

pub use app_url::AppUrl;
pub use database_url::DatabaseUrl;
pub use stripe::{SecretKey, StripeSettings, WebhookSecret};

/// Where the data lives. Every command takes it.
#[derive(Args, Clone, Debug)]
pub struct DatabaseArgs {
    /// `sqlite://path/to/file.db` or `postgres://user:password@host/name`
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://data/customer-portal.db", hide_env_values = true)]
    pub database_url: DatabaseUrl,
}

/// What `serve` takes.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,

    /// The public origin customers see; every return URL is built from it
    #[arg(long, env = "APP_URL", default_value = "http://127.0.0.1:3000")]
    pub app_url: AppUrl,

    /// Stripe's secret or restricted key; without one the built-in simulator is used (not in production)
    #[arg(long, env = "STRIPE_SECRET_KEY", hide_env_values = true)]
    stripe_secret_key: Option<String>,

    /// The webhook endpoint's signing secret; several, comma-separated, while rotating
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET", hide_env_values = true)]
    stripe_webhook_secret: Option<String>,

    /// Where Stripe's API is
    #[arg(long, env = "STRIPE_API_BASE", default_value = "https://api.stripe.com/")]
    stripe_api_base: url::Url,

    /// The portal configuration to use (`bpc_…`); without one Stripe's default
    #[arg(long, env = "STRIPE_PORTAL_CONFIGURATION")]
    stripe_portal_configuration: Option<String>,

    /// Where the built-in simulator listens
    #[arg(long, env = "SIM_ADDR", default_value = "127.0.0.1:12111")]
    pub sim_addr: SocketAddr,

    /// Where the site listens; otherwise what `Leptos.toml` says
    #[arg(long, env = "LEPTOS_SITE_ADDR")]
    site_addr: Option<SocketAddr>,

    /// The folder of the built site; otherwise what `Leptos.toml` says
    #[arg(long, env = "LEPTOS_SITE_ROOT")]
    site_root: Option<String>,

    /// `DEV` or `PROD`; production refuses to start on the simulator
    #[arg(long, env = "LEPTOS_ENV")]
    leptos_env: Option<String>,
}

/// What is wrong with the configuration, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
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
    #[error(
        "STRIPE_WEBHOOK_SECRET is not set. With a Stripe key it is required: without it nothing that \
         customers change in the portal would reach their account page."
    )]
    NoWebhookSecret,
    #[error("STRIPE_SECRET_KEY {0}")]
    SecretKey(&'static str),
    #[error("STRIPE_WEBHOOK_SECRET {0}")]
    WebhookSecret(&'static str),
    #[error("STRIPE_API_BASE must be an http:// or https:// address")]
    ApiBase,
    #[error("the site's settings (Leptos.toml and LEPTOS_…): {0}")]
    Leptos(String),
}

/// Which Stripe the server talks to.
#[derive(Clone, Debug)]
pub enum StripeChoice {
    /// No key: the simulator inside this process, signing with these secrets.
    Simulator { webhook_secrets: Vec<WebhookSecret> },
    /// A key: Stripe, or whatever answers at `STRIPE_API_BASE`.
    Stripe(StripeSettings),
}

impl ServeArgs {
    /// Which Stripe to use, or why the server must not start.
    ///
    /// # Errors
    /// Whatever makes it unsafe or useless to serve: see [`ConfigError`].
    pub fn stripe(&self, env: &Env) -> Result<StripeChoice, ConfigError> {
        let webhook_secrets = WebhookSecret::parse_list(self.stripe_webhook_secret.as_deref().unwrap_or_default())
            .map_err(ConfigError::WebhookSecret)?;
        let Some(key) = self.stripe_secret_key.as_deref().filter(|key| !key.trim().is_empty()) else {
            return match env {
                Env::PROD => Err(ConfigError::NoKeyInProduction),
                Env::DEV if cfg!(feature = "simulator") => Ok(StripeChoice::Simulator { webhook_secrets }),
                Env::DEV => Err(ConfigError::NoKeyNoSimulator),
            };
        };
        if webhook_secrets.is_empty() {
            return Err(ConfigError::NoWebhookSecret);
        }
        Ok(StripeChoice::Stripe(StripeSettings {
            secret_key: key.parse().map_err(ConfigError::SecretKey)?,
            api_base: stripe::api_base(&self.stripe_api_base).ok_or(ConfigError::ApiBase)?,
            webhook_secrets,
            portal_configuration: self.portal_configuration(),
        }))
    }

    /// The portal configuration to name in every session, if one is set.
    pub fn portal_configuration(&self) -> Option<String> {
        self.stripe_portal_configuration.clone().filter(|id| !id.trim().is_empty())
    }

    /// Leptos' own options: from `cargo leptos` when it started us, otherwise from the
    /// `Leptos.toml` beside the executable or in the working directory; flags win over both.
    ///
    /// # Errors
    /// When the file or one of the variables cannot be read.
    pub fn leptos_options(&self) -> Result<LeptosOptions, ConfigError> {
        let mut options = super::leptos_toml::load().map_err(ConfigError::Leptos)?;
        if let Some(addr) = self.site_addr {
            options.site_addr = addr;
        }
        if let Some(root) = &self.site_root {
            options.site_root = root.as_str().into();
        }
        if let Some(env) = self.leptos_env.clone().filter(|env| !env.is_empty()) {
            options.env = Env::try_from(env).map_err(|error| ConfigError::Leptos(error.to_string()))?;
        }
        Ok(options)
    }
}
