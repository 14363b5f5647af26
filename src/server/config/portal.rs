//! What the commands take that look at, or change, how Stripe is set up.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use leptos::config::Env;

use super::{AppSecretArgs, ConfigError, DatabaseArgs, Mode, SiteArgs, StripeArgs, StripeSettings};

/// What `portal` can do.
#[derive(Subcommand, Clone, Debug)]
pub enum PortalCommand {
    /// Say what `apply` would change: exit status 0 in step, 2 changes pending, 1 error
    Plan {
        #[command(flatten)]
        portal: Box<PortalArgs>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make Stripe's configuration what the file says
    Apply {
        #[command(flatten)]
        portal: Box<PortalArgs>,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
}

/// Whose portal, and what it is to be.
#[derive(Args, Clone, Debug)]
pub struct PortalArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
    #[command(flatten)]
    pub site: SiteArgs,
    #[command(flatten)]
    pub file: PortalFileArgs,
    /// The key is a live one, and that is meant
    #[arg(long)]
    pub live: bool,
}

/// Where the portal's configuration is written down.
#[derive(Args, Clone, Debug)]
pub struct PortalFileArgs {
    /// The portal's configuration
    #[arg(long = "file", default_value = "portal.toml")]
    pub path: PathBuf,
}

/// What `doctor` takes.
#[derive(Args, Clone, Debug)]
pub struct DoctorArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
    #[command(flatten)]
    pub site: SiteArgs,
    #[command(flatten)]
    app_secret: AppSecretArgs,
    #[command(flatten)]
    pub file: PortalFileArgs,
    /// `DEV` or `PROD`, as the site is started
    #[arg(long, env = "LEPTOS_ENV")]
    leptos_env: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Register the webhook endpoint, or mend it, after asking
    #[arg(long, conflicts_with = "json")]
    pub fix: bool,
    /// Do not ask
    #[arg(long, short, requires = "fix")]
    pub yes: bool,
}

impl DoctorArgs {
    /// What `serve` would refuse to start with, besides what makes no key, no signing secrets or no database.
    pub fn refusals(&self) -> Vec<ConfigError> {
        let env = self.leptos_env.clone().filter(|env| !env.is_empty()).unwrap_or_else(|| "DEV".to_owned());
        let production = match Env::try_from(env) {
            Ok(env) => env == Env::PROD,
            Err(error) => return vec![ConfigError::Leptos(error.to_string())],
        };
        let mut refusals: Vec<_> = self.app_secret.configured(production).err().into_iter().collect();
        if let (Ok(settings), Ok(webhook_secrets)) = (self.stripe.settings(), self.site.webhook_secrets())
            && (production || settings.secret_key.mode() == Mode::Live)
        {
            refusals.extend(StripeSettings { webhook_secrets, ..settings }.check_forms().err());
        }
        refusals
    }
}
