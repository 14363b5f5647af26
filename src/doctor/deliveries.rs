//! Checks for events that Stripe could not deliver. The site may accept our secret while Stripe
//! signs with another one: only Stripe knows whether its deliveries succeeded. It does not say
//! which endpoint failed, so only events that are missing here count.

use std::pin::pin;

use database::Database;
use futures::TryStreamExt;
use mirror::{SyncError, reconcile::missed};

use crate::doctor::{finding::Finding, installation::Account};

const CHECK: &str = "webhook";

/// How far to look back, in seconds: older failures may be solved already.
const LOOK_BACK: i64 = 24 * 60 * 60;

/// Seconds after which an undelivered event counts as missing.
const UNDER_WAY: i64 = 5 * 60;

/// The maximum number of pages: if other endpoints of the account fail, there can be any number.
const PAGES: usize = 10;

/// The result.
#[derive(Default)]
struct Looked {
    /// Events that are missing here.
    missing: usize,
    /// Events that were checked.
    at: usize,
    /// Whether there are more pages.
    more: bool,
}

pub(super) async fn check(account: &Account, db: &Database, findings: &mut Vec<Finding>) {
    let looked = match look(account, db).await {
        Ok(looked) => looked,
        Err(SyncError::Stripe(error)) => {
            findings.extend(Finding::unread(CHECK, "the list of undelivered events", &error));
            return;
        }
        Err(error) => {
            let what = format!("it could not be checked whether an event is missing: {error}");
            findings.push(Finding::red(CHECK, what, "check the database"));
            return;
        }
    };
    findings.push(match looked {
        Looked { missing: 0, more: false, .. } => Finding::green(CHECK, "no event of the last day is missing here"),
        Looked { missing: 0, at, more: true } => {
            Finding::green(CHECK, format!("none of the newest {at} undelivered events of the account is missing here"))
        }
        Looked { missing, more, .. } => Finding::yellow(
            CHECK,
            format!(
                "Stripe could not deliver {}{missing} events of the last day, and they are missing here",
                if more { "at least " } else { "" }
            ),
            "see the responses at https://dashboard.stripe.com/webhooks: \"bad signature\" means that \
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
