//! Deliveries: what Stripe could not bring us. The site may believe our secret while Stripe signs with
//! another: only Stripe knows how its own deliveries ended. It does not say at which endpoint, so only what
//! should be here and is not counts.

use std::pin::pin;

use database::Database;
use futures::TryStreamExt;
use mirror::{SyncError, reconcile::missed};

use crate::doctor::{finding::Finding, installation::Account};

const CHECK: &str = "webhook";

/// Seconds that are looked back on: older trouble may long be mended.
const LOOK_BACK: i64 = 24 * 60 * 60;

/// Seconds until something undelivered is more than under way.
const UNDER_WAY: i64 = 5 * 60;

/// As many pages are looked at: of an account whose other endpoints fail there can be any number.
const PAGES: usize = 10;

/// What was found.
#[derive(Default)]
struct Looked {
    /// Events that should be here.
    missing: usize,
    /// Events that were looked at.
    at: usize,
    /// Whether there are more.
    more: bool,
}

pub(super) async fn check(account: &Account, db: &Database, findings: &mut Vec<Finding>) {
    let looked = match look(account, db).await {
        Ok(looked) => looked,
        Err(SyncError::Stripe(error)) => {
            findings.extend(Finding::unread(CHECK, "what Stripe could not deliver", &error));
            return;
        }
        Err(error) => {
            let what = format!("it is not known whether an event is missing: {error}");
            findings.push(Finding::red(CHECK, what, "check the database"));
            return;
        }
    };
    findings.push(match looked {
        Looked { missing: 0, more: false, .. } => Finding::green(CHECK, "no event of the last day is missing here"),
        Looked { missing: 0, at, more: true } => Finding::green(
            CHECK,
            format!("of the newest {at} events that an endpoint of the account refused, none is missing here"),
        ),
        Looked { missing, more, .. } => Finding::yellow(
            CHECK,
            format!(
                "Stripe could not deliver {}{missing} events of the last day that should be here",
                if more { "at least " } else { "" }
            ),
            "see what it was answered, at https://dashboard.stripe.com/webhooks: \"bad signature\" means that \
             STRIPE_WEBHOOK_SECRET is not the endpoint's",
        ),
    });
}

async fn look(account: &Account, db: &Database) -> Result<Looked, SyncError> {
    let now = clock::now_seconds();
    let mut looked = Looked::default();
    let mut pages = pin!(missed(db, &account.stripe, Some(now - LOOK_BACK), None));
    for _ in 0..PAGES {
        let Some(page) = pages.try_next().await? else { return Ok(looked) };
        looked.missing += page.missed.iter().filter(|event| event.created_at <= now - UNDER_WAY).count();
        looked.at += page.events;
    }
    Ok(Looked { more: true, ..looked })
}
