//! What being paused and going on does to a subscription itself.

use crate::state::{PauseReason, Paused, Status, Subscription};
use crate::tx::Tx;

/// `is_settled`: there is no time left that was paid for.
pub(crate) fn begin(tx: &mut Tx<'_>, id: &str, reason: PauseReason, is_settled: bool) {
    let since = tx.now();
    tx.update_as::<Subscription>("paused", id, |subscription| {
        subscription.status = Status::Paused;
        subscription.paused = Some(Paused { reason, since, is_settled, resumes_at: None });
    });
}

/// Its resumption is paid for, or asks for nothing.
pub(crate) fn end(tx: &mut Tx<'_>, id: &str) {
    tx.update_as::<Subscription>("resumed", id, |subscription| {
        subscription.status = Status::Active;
        subscription.paused = None;
    });
}
