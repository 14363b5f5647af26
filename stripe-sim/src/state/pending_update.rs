//! A change of a subscription that waits for its payment.

use super::Item;
use serde::{Deserialize, Serialize};

/// A change that is not paid for is dropped after this long.
pub(crate) const PENDING_FOR: i64 = 23 * 60 * 60;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PendingUpdate {
    /// Whose payment it waits for.
    pub invoice: String,
    pub expires_at: i64,
    pub items: Vec<Item>,
    pub billing_cycle_anchor: i64,
    pub trial_end: Option<i64>,
}
