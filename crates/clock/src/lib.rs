//! What time it is. Everything that needs to know asks here, and clippy refuses the clocks of other crates
//! (`clippy.toml`): so it can be seen at a glance who depends on the time, and functions that only compare
//! times take them as parameters.

use time::OffsetDateTime;

/// Now, in UTC.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Unix seconds, as the tables and Stripe count.
pub fn now_seconds() -> i64 {
    now().unix_timestamp()
}

/// Unix milliseconds, for what is leased, due or ordered within a second.
pub fn now_ms() -> i64 {
    i64::try_from(now().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
