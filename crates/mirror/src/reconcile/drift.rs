//! What no event had told.

use sea_orm::DbErr;

use crate::{metrics, mirror::Mirror, stripe_object::StripeObject};

/// Counts and logs what had drifted, and says how many there were. A change whose event is waiting here
/// is no drift.
pub async fn note_drift(mirror: &Mirror, pass: &'static str, changed: Vec<StripeObject>) -> Result<u64, DbErr> {
    let mut drifted = 0;
    for object in changed {
        if mirror.job_of(&object).await?.is_none() {
            tracing::warn!(sync.object = %object, "had drifted from Stripe");
            drifted += 1;
        }
    }
    metrics::drifted(pass, drifted);
    Ok(drifted)
}
