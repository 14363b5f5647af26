//! The doctor: looks at a whole installation and says what to do about what it finds, before a
//! customer finds it. Looking changes nothing; only [`fix`] does.

mod clock;
mod database;
mod deliveries;
mod finding;
mod fix;
mod inbox;
mod key;
mod objects;
mod portal;
mod prices;
mod site;
mod webhook;

use std::path::PathBuf;

use sea_orm::DatabaseConnection;

pub use finding::{Finding, Level, Report};
pub use fix::{Fix, carry_out, needed};

use super::{
    config::{AppUrl, ConfigError, DatabaseUrl, SecretKey, StripeSettings, WebhookSecret},
    stripe::{Budget, StripeClient},
};

/// An installation as it was configured, mistakes included.
#[derive(Debug)]
pub struct Patient {
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
struct Account {
    key: SecretKey,
    stripe: StripeClient,
}

/// Examines everything. What cannot be looked at because something under it is broken is left out:
/// mending that comes first.
pub async fn examine(patient: &Patient) -> Report {
    let mut findings = Vec::new();
    for refusal in &patient.refusals {
        let what = format!("the server does not start: {refusal}");
        findings.push(Finding::red("settings", what, "change it in the environment or in .env"));
    }
    let account = key::check(patient, &mut findings).await;
    let db: Option<DatabaseConnection> = database::check(patient, &mut findings).await;
    if let Some(account) = &account {
        clock::check(account, &mut findings).await;
        portal::check(patient, account, db.as_ref(), &mut findings).await;
        webhook::check(patient, account, &mut findings).await;
        if let Some(db) = &db {
            deliveries::check(account, db, &mut findings).await;
            prices::check(account, db, &mut findings).await;
        }
    }
    if let Some(db) = &db {
        inbox::check(db, &mut findings).await;
        objects::check(db, &mut findings).await;
    }
    site::check(patient, account.as_ref(), &mut findings).await;
    Report { mode: account.map(|account| account.key.mode()), findings }
}

/// The client for a key, as the site would use it.
fn client(settings: &StripeSettings) -> StripeClient {
    StripeClient::new(settings.secret_key.clone(), settings.api_base.clone(), Budget::default())
}
