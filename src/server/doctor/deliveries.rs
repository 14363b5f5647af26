//! Deliveries: what Stripe could not bring us. The site may believe our secret while Stripe signs with
//! another: only Stripe knows how its own deliveries ended. It does not say at which endpoint, so only what
//! should be here and is not counts.

use sea_orm::DatabaseConnection;
use time::OffsetDateTime;

use super::{Account, Finding};
use crate::server::{billing::SyncError, jobs::reconcile::missed};

const CHECK: &str = "webhook";

/// Seconds that are looked back on: older trouble may long be mended.
const LOOK_BACK: i64 = 24 * 60 * 60;

/// Seconds until something undelivered is more than under way.
const UNDER_WAY: i64 = 5 * 60;

/// As many pages are looked at: of an account whose other endpoints fail there can be any number.
const PAGES: usize = 10;

pub(super) async fn check(account: &Account, db: &DatabaseConnection, findings: &mut Vec<Finding>) {
    // A key that may not list them is the key's finding.
    let Ok(count) = count(account, db).await else { return };
    findings.push(match count {
        0 => Finding::green(CHECK, "no event of the last day is missing here"),
        count => Finding::yellow(
            CHECK,
            format!("Stripe could not deliver {count} events of the last day that should be here"),
            "see what it was answered, at https://dashboard.stripe.com/webhooks: \"bad signature\" means that \
             STRIPE_WEBHOOK_SECRET is not the endpoint's",
        ),
    });
}

async fn count(account: &Account, db: &DatabaseConnection) -> Result<usize, SyncError> {
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let (mut count, mut cursor) = (0, None::<String>);
    for _ in 0..PAGES {
        let page = missed(db, &account.stripe, Some(now - LOOK_BACK), cursor.as_deref()).await?;
        count += page.missed.iter().filter(|event| event.created_at <= now - UNDER_WAY).count();
        cursor = page.next().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    Ok(count)
}
