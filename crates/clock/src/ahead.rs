//! A clock that is wrong, as it can be on one of several machines.

use std::{env, sync::LazyLock};

use time::{Duration, OffsetDateTime};

/// By how many seconds this process's clock is ahead, or behind if they are negative: `CLOCK_AHEAD_SECONDS`, 0 by default.
static AHEAD: LazyLock<Duration> = LazyLock::new(|| {
    let seconds = env::var("CLOCK_AHEAD_SECONDS").unwrap_or_else(|_| "0".to_owned());
    Duration::seconds(seconds.parse().expect("CLOCK_AHEAD_SECONDS is a whole number"))
});

/// What the wrong clock shows.
pub fn of(right: OffsetDateTime) -> OffsetDateTime {
    right.saturating_add(*AHEAD)
}
