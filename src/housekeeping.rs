//! The application's hourly tasks, on every replica: running one twice does no harm.

use std::time::Duration;

use billing::Billing;
use database::Database;
use tokio_util::sync::CancellationToken;

use crate::{
    access_token, account, account_access,
    auth::{ceiling, email_token},
    handover, mail,
};

const HOUR: Duration = Duration::from_hours(1);

/// Runs until told to stop.
pub async fn run(db: Database, billing: Billing, stop: CancellationToken) {
    while !stop.is_cancelled() {
        // At the start already: a process may end within the hour.
        look_at_portal(&billing).await;
        if let Err(error) = ceiling::prune(&db, clock::now_seconds()).await {
            tracing::warn!(error = %error, "expired failed sign-ins could not be removed");
        }
        let now = clock::now_seconds();
        if let Err(error) = email_token::prune(&db, now).await {
            tracing::warn!(error = %error, "ended links of mails could not be removed");
        }
        if let Err(error) = account::prune_invitations(&db, now).await {
            tracing::warn!(error = %error, "ended invitations could not be removed");
        }
        if let Err(error) = mail::prune(&db, now).await {
            tracing::warn!(error = %error, "mails that came too late could not be removed");
        }
        if let Err(error) = handover::prune(&db).await {
            tracing::warn!(error = %error, "ended hand-overs could not be removed");
        }
        if let Err(error) = access_token::prune(&db, now).await {
            tracing::warn!(error = %error, "ended signing keys could not be removed");
        }
        if let Err(error) = account_access::close_ended_grants(&db, now).await {
            tracing::warn!(error = %error, "ended grants could not be closed");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(HOUR) => {}
        }
    }
}

/// No event tells of what is changed in the Dashboard, and pages say what the portal offers without asking Stripe. It
/// gives up after a moment.
async fn look_at_portal(billing: &Billing) {
    if let Err(error) = billing.look_at_portal().await {
        tracing::warn!(error = %error, "the portal's configuration could not be fetched; pages use the last known one");
    }
}
