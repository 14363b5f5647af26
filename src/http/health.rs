//! Health checks: is the process alive, and is it ready for requests.

use axum::{extract::State, http::StatusCode};
use database::Database;
use migration::Migrator;

/// Answers as long as the process runs.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database is reachable and has every migration.
pub async fn readyz(State(db): State<Database>) -> (StatusCode, &'static str) {
    match db.is_migrated::<Migrator>().await {
        Ok(true) => (StatusCode::OK, "ready\n"),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "not migrated: run `customer-portal migrate`\n"),
        Err(error) => {
            tracing::error!(error = %error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
