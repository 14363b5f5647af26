//! How often something is paid.

use billing::{Period, Unit};

use crate::{say, text::Reader};

/// After an amount: "per month", "every 3 months".
pub fn per(period: Period, reader: &Reader) -> String {
    say!(reader, "per-period", unit = word(period), count = period.count())
}

/// "every month", "every 3 months"
pub fn every(period: Period, reader: &Reader) -> String {
    say!(reader, "every-period", unit = word(period), count = period.count())
}

/// As a choice: "Monthly", "Every 3 months".
pub fn interval(period: Period, reader: &Reader) -> String {
    say!(reader, "interval", unit = word(period), count = period.count())
}

/// By which a text chooses.
pub(super) fn word(period: Period) -> &'static str {
    match period.unit() {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}
