//! Deliveries: what Stripe could not bring. The site may believe our secret while Stripe signs with
//! another: only Stripe knows how its own deliveries ended.

use stripe_core::event::ListEvent;
use time::OffsetDateTime;

use super::{Account, Finding};
use crate::server::webhook::handled;

const CHECK: &str = "webhook";

/// Seconds that are looked back on: older trouble may long be mended.
const LOOK_BACK: i64 = 24 * 60 * 60;

/// Seconds until something undelivered is more than under way.
const UNDER_WAY: i64 = 5 * 60;

pub(super) async fn check(account: &Account, findings: &mut Vec<Finding>) {
    // A key that may not list them is the key's finding.
    let undelivered = ListEvent::new().delivery_success(false).limit(100_i64);
    let Ok(answer) = account.stripe.send(&undelivered).await else { return };
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let events = answer.value.data.iter().filter(|event| {
        (UNDER_WAY..LOOK_BACK).contains(&(now - event.created)) && handled().any(|kind| kind == event.type_.as_str())
    });
    findings.push(match events.count() {
        0 => Finding::green(CHECK, "Stripe delivered every event of the last day"),
        count => Finding::yellow(
            CHECK,
            format!("Stripe could not deliver {count} events of the last day"),
            "see what it was answered, at https://dashboard.stripe.com/webhooks: \"bad signature\" means that \
             STRIPE_WEBHOOK_SECRET is not the endpoint's",
        ),
    });
}
