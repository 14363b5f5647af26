//! The two times there are: Stripe's, which can be moved by hand, and the wall's.
//!
//! Everything an object carries is in Stripe's time. Only what meets the world outside is on the wall's: the signature
//! of a webhook (its receiver compares it with its own clock) and the pauses between deliveries.

use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// 31 December 9999: the calendar ends there, and so does moving the clock.
pub(crate) const LATEST: i64 = 253_402_300_799;

/// How far Stripe's time is from the wall's, in seconds.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Clock {
    offset: i64,
}

impl Clock {
    pub fn now(self) -> i64 {
        wall_seconds().saturating_add(self.offset)
    }

    pub fn move_to(&mut self, now: i64) {
        self.offset = now.saturating_sub(wall_seconds());
    }
}

#[expect(clippy::disallowed_methods, reason = "the simulator's own clock")]
pub(crate) fn wall_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

pub(crate) fn wall_seconds() -> i64 {
    wall_millis() / 1_000
}
