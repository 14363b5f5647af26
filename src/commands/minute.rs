//! A moment, as lists show it.

use time::OffsetDateTime;

/// In UTC, to the minute.
pub fn minute(at: i64) -> String {
    OffsetDateTime::from_unix_timestamp(at)
        .map_or_else(|_| at.to_string(), |at| format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute()))
}
