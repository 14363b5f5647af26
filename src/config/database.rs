//! Which database.

use std::ffi::OsString;

use clap::Args;
use database::DatabaseUrl;
use secrecy::{ExposeSecret, SecretString};

use crate::config::{ConfigError, secret};

/// Which database to use. Most commands take it.
#[derive(Args, Clone, Debug)]
pub struct DatabaseArgs {
    /// `sqlite://path/to/file.db` or `postgres://user:password@host/name`
    /// [default: sqlite://data/customer-portal.db, or sqlite://data/demo.db for the demo]
    // Parsed here, not by clap, which would print a mistyped URL with its password.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<SecretString>,

    /// A file that contains this URL
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "PATH")]
    database_url_file: Option<OsString>,
}

impl DatabaseArgs {
    /// The database of a real site.
    ///
    /// # Errors
    /// When the URL is of an unknown kind, or its file cannot be used.
    pub fn url(&self) -> Result<DatabaseUrl, ConfigError> {
        self.url_or("sqlite://data/customer-portal.db")
    }

    /// The demo's database: a separate file, because the demo's password is public.
    ///
    /// # Errors
    /// When the URL is of an unknown kind, or its file cannot be used.
    pub fn demo_url(&self) -> Result<DatabaseUrl, ConfigError> {
        self.url_or("sqlite://data/demo.db")
    }

    fn url_or(&self, default: &str) -> Result<DatabaseUrl, ConfigError> {
        let url = secret::resolve("DATABASE_URL", self.database_url.as_ref(), self.database_url_file.as_deref())?;
        url.as_ref().map_or(default, |url| url.expose_secret()).parse().map_err(ConfigError::DatabaseUrl)
    }
}
