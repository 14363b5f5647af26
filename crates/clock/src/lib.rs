//! The clock. Everything that needs the current time calls this crate; clippy refuses other clocks
//! (`clippy.toml`). So it is easy to see what depends on the time, and functions that only compare
//! times take them as parameters.

use time::OffsetDateTime;

#[cfg(feature = "ahead")]
mod ahead;

/// Now, in UTC.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
pub fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    #[cfg(feature = "ahead")]
    let now = ahead::of(now);
    now
}

/// Unix seconds, as the tables and Stripe count.
pub fn now_seconds() -> i64 {
    now().unix_timestamp()
}

/// Unix milliseconds, for leases, due times and order within a second.
pub fn now_ms() -> i64 {
    i64::try_from(now().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
