//! What the command line can do, one command a file.

mod migrate;
mod serve;

pub use migrate::migrate;
pub use serve::serve;

use super::config::ConfigError;

/// Why a command failed, in words for whoever ran it.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("the database: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("cannot listen on {addr}: {source}")]
    Listen { addr: std::net::SocketAddr, source: std::io::Error },
    #[error("the client for Stripe cannot be set up: {0}")]
    Client(#[from] reqwest::Error),
    #[error("the server stopped: {0}")]
    Serve(std::io::Error),
    #[cfg(feature = "simulator")]
    #[error("the demo: {0}")]
    Demo(#[from] super::demo::DemoError),
}
