//! The commands, one per file.

mod access;
mod account;
mod confirm;
mod copy;
mod doctor;
mod events;
mod grants;
mod healthcheck;
mod key;
mod link;
mod mail;
mod migrate;
mod minute;
mod moment;
mod open;
mod portal;
mod progress;
mod serve;
mod style;
mod sync;
mod user;

pub use access::{AccessCommand, access};
pub use copy::{CopyArgs, copy};
pub use doctor::{DoctorArgs, doctor};
pub use events::{EventsCommand, events};
pub use grants::{GrantArgs, GrantsArgs, RevokeArgs, grant, grants, revoke};
pub use healthcheck::{HealthcheckArgs, Unhealthy, healthcheck};
pub use key::{KeyCommand, key};
pub use link::{LinkArgs, link};
pub use mail::{MailCommand, mail};
pub use migrate::migrate;
pub use portal::{PortalCommand, portal};
pub use serve::{ServeArgs, StripeChoice, serve};
pub use sync::{SyncArgs, sync};
pub use user::{UserCommand, user};

use mirror::installation::ClaimError;

use crate::{account_access::GrantError, config::ConfigError};

/// The exit status of a `plan` when changes are pending: a pipeline can tell it from an error.
const PENDING: u8 = 2;

/// Why a command failed; its text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("the database: {0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("{0} (DATABASE_URL, STRIPE_SECRET_KEY)")]
    WrongMode(ClaimError),
    #[error(transparent)]
    PortalConfig(portal_config::PortalConfigError),
    #[error(transparent)]
    Stripe(#[from] stripe::StripeError),
    #[error("the key is a LIVE key, so this changes what customers see: add --live to allow it")]
    LiveKey,
    #[error("--live is given, but the key is a test mode key")]
    NotLive,
    #[error("there is no terminal to ask on: add --yes to do it without asking")]
    NobodyToAsk,
    #[error("nothing was done")]
    Declined,
    #[error(
        "the site's files are not known, because there is no {0}: in a checkout start the server with `make run`; a \
         release has that file beside the program"
    )]
    NoSite(std::path::PathBuf),
    #[error("cannot listen on {addr}: {source}; {variable} sets another address")]
    Listen { addr: std::net::SocketAddr, source: std::io::Error, variable: &'static str },
    #[error("the metrics: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
    #[error(transparent)]
    Unhealthy(#[from] Unhealthy),
    #[error("the server stopped: {0}")]
    Serve(std::io::Error),
    #[error("a worker of the queue stopped; see the log")]
    Worker,
    #[error(transparent)]
    Sync(#[from] mirror::SyncError),
    #[error("the customer {0} is not mirrored: it is not in the table `customers`")]
    NotOurs(String),
    #[error("no user has the number or address {0}; `customer-portal user list` shows them all")]
    NoSuchUser(String),
    #[error("{}: {why}", path.display())]
    Csv { path: std::path::PathBuf, why: csv::Error },
    #[error(
        "{}: the first line names the columns external_id, email, stripe_customer_id, name and role, separated by \
         commas; {column} is {what}", path.display()
    )]
    CsvColumns { path: std::path::PathBuf, column: String, what: &'static str },
    #[error("{why}; run the same command again: what is linked stays as it is")]
    LinkInterrupted { why: String },
    #[error("not linked: {0}; see above")]
    NotLinked(u64),
    #[error("several users have the address {0}: name one by its number, as `customer-portal user list` shows it")]
    SeveralUsers(String),
    #[error("this changes nothing, and the database is not there or not up to date: run `customer-portal migrate`")]
    NotMigrated,
    #[error("user {0} has no password: they come in from your product, or were linked")]
    NoPassword(i64),
    #[error(
        "APP_SECRET does not open the key that signs, so it is not the server's. If the server has the same one, and the \
         former one is lost: `customer-portal access keys rotate --now`"
    )]
    AnotherAppSecret,
    #[error("there is no mail {0} that waits; `customer-portal mail list` shows them all")]
    NoSuchMail(String),
    #[error("there is no key {0}; `customer-portal key list` shows them all")]
    NoSuchKey(String),
    #[error(transparent)]
    PolicyFile(#[from] portal_config::FileError),
    #[error(
        "there is no account {0}: name it by the product's own id, or by this site's, which is acct_ and 32 digits"
    )]
    NoSuchAccount(String),
    #[error("another policy was applied meanwhile, so nothing was done: run it again to compare with that one")]
    PolicyMoved,
    #[error(transparent)]
    Grant(#[from] GrantError),
    #[error("--at {0} has passed: what was known then is not kept")]
    AtHasPassed(String),
    #[error("--until {0} has passed: a grant ends later than now")]
    UntilHasPassed(String),
    #[error(
        "{account} has no grant of {feature}; `customer-portal grants` lists what was granted. What plans include is \
         changed at Stripe, by the features of their products"
    )]
    NoGrant { account: String, feature: String },
    #[error("the output cannot be written: {0}")]
    Output(std::io::Error),
    #[error("{}", crate::text::in_english(.0))]
    Password(crate::model::AuthError),
    #[error("the password cannot be read: {0}")]
    PasswordInput(std::io::Error),
    #[error("the database to copy to already has users; copy into an empty one")]
    NotEmpty,
    #[error("objects that differ from Stripe: customers: {customers}, products and prices: {sold}")]
    Drifted { customers: u64, sold: u64 },
    #[error(
        "the Stripe account knows none of these customers: if STRIPE_SECRET_KEY is of another account, use the right \
         one; `customer-portal doctor` says more"
    )]
    AnotherAccount,
    #[error("objects that could not be checked: {0}; see above")]
    NotAll(u64),
    #[error("{why}; to continue: customer-portal sync --all{again}")]
    Interrupted {
        why: String,
        /// The further arguments that continue the run.
        again: String,
    },
    #[cfg(feature = "simulator")]
    #[error("the demo: {0}")]
    Demo(#[from] super::demo::DemoError),
}

impl From<ClaimError> for CommandError {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::Database(error) => Self::Database(error),
            error @ ClaimError::WrongMode { .. } => Self::WrongMode(error),
        }
    }
}

impl From<portal_config::PortalConfigError> for CommandError {
    fn from(error: portal_config::PortalConfigError) -> Self {
        match error {
            portal_config::PortalConfigError::Claim(error) => error.into(),
            error => Self::PortalConfig(error),
        }
    }
}
