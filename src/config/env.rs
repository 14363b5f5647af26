//! Whether this is production, for commands that only need to know that.

use clap::Args;
use leptos::config::Env;

use crate::config::ConfigError;

/// Taken by commands beside `serve`.
#[derive(Args, Clone, Debug)]
pub struct EnvArgs {
    /// `DEV` or `PROD`: the value with which the site is started
    #[arg(long, env = "LEPTOS_ENV")]
    leptos_env: Option<String>,
}

impl EnvArgs {
    /// Whether the site is started in production.
    ///
    /// # Errors
    /// When it is neither of the two.
    pub fn is_production(&self) -> Result<bool, ConfigError> {
        let env = self.leptos_env.clone().filter(|env| !env.is_empty()).unwrap_or_else(|| "DEV".to_owned());
        Env::try_from(env).map(|env| env == Env::PROD).map_err(|error| ConfigError::Leptos(error.to_string()))
    }
}
