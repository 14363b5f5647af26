//! Drift: differences from Stripe without an event.

use sea_orm::DbErr;

use crate::{metrics, mirror::Mirror, stripe_object::StripeObject};

/// Counts and logs drifted objects, and returns their number. A change whose event is already in
/// the inbox is not drift.
pub async fn note_drift(mirror: &Mirror, pass: &'static str, changed: Vec<StripeObject>) -> Result<u64, DbErr> {
    let mut drifted = 0;
    for object in changed {
        if mirror.job_of(&object).await?.is_none() {
            tracing::warn!(sync.object = %object, "object had drifted from Stripe and was updated");
            drifted += 1;
        }
    }
    metrics::drifted(pass, drifted);
    Ok(drifted)
}
