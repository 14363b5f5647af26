//! Calendar arithmetic of billing periods.

use crate::state::{Interval, Item, State, Subscription, interval_of};
use time::{Date, Duration, Month, OffsetDateTime};

const DAY: i64 = 86_400;

/// The end of the `count`-th period after `anchor`, always reckoned from the anchor: a subscription that began on the
/// 31st renews on the 28th of February and on the 31st of March.
pub(crate) fn after(anchor: i64, interval: Interval, count: i64) -> i64 {
    match interval {
        Interval::Day => anchor.saturating_add(count.saturating_mul(DAY)),
        Interval::Week => anchor.saturating_add(count.saturating_mul(7 * DAY)),
        Interval::Month => months_after(anchor, count),
        Interval::Year => months_after(anchor, count.saturating_mul(12)),
    }
}

fn months_after(anchor: i64, count: i64) -> i64 {
    // Outside the years the calendar knows, an average month has to do.
    let fallback = anchor.saturating_add(count.saturating_mul(30 * DAY));
    let Ok(start) = OffsetDateTime::from_unix_timestamp(anchor) else {
        return fallback;
    };
    let months = i64::from(start.year()) * 12 + i64::from(u8::from(start.month())) - 1 + count;
    let year = i32::try_from(months.div_euclid(12));
    let month = u8::try_from(months.rem_euclid(12) + 1).ok().and_then(|number| Month::try_from(number).ok());
    let (Ok(year), Some(month)) = (year, month) else {
        return fallback;
    };
    let day = start.day().min(month.length(year));
    match Date::from_calendar_date(year, month, day) {
        Ok(date) => start.replace_date(date).unix_timestamp(),
        Err(_) => fallback,
    }
}

/// The period that holds `now`, reckoned from `anchor`.
pub(crate) fn around(anchor: i64, interval: Interval, every: i64, now: i64) -> (i64, i64) {
    let every = every.max(1);
    // An estimate that is never too late, so that only a few steps are left however far the clock was moved.
    let length = after(0, interval, every).max(DAY);
    let mut passed = (now.saturating_sub(anchor) / length - 1).max(0);
    loop {
        let start = after(anchor, interval, passed * every);
        let end = after(anchor, interval, (passed + 1) * every);
        if now < end {
            return (start, end);
        }
        passed += 1;
    }
}

/// Its items, each in the period that holds `at`.
pub(crate) fn next_periods(state: &State, subscription: &Subscription, at: i64) -> Vec<Item> {
    subscription.items.iter().map(|item| next_period(state, subscription, item, at)).collect()
}

fn next_period(state: &State, subscription: &Subscription, item: &Item, at: i64) -> Item {
    let mut item = item.clone();
    if item.current_period_end <= at {
        let (interval, every) = interval_of(state, &item.price).unwrap_or((Interval::Month, 1));
        let (start, end) = around(subscription.billing_cycle_anchor, interval, every, at);
        item.current_period_start = start;
        item.current_period_end = end;
    }
    item
}

/// Seconds as a span, for reading durations in one unit everywhere.
pub(crate) const fn days(count: i64) -> i64 {
    Duration::days(count).whole_seconds()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_31st_clamps_and_comes_back() {
        let anchor = datetime!(2026-01-31 10:00 UTC).unix_timestamp();
        let ends = [1, 2, 13].map(|count| after(anchor, Interval::Month, count));
        assert_eq!(
            ends,
            [
                datetime!(2026-02-28 10:00 UTC).unix_timestamp(),
                datetime!(2026-03-31 10:00 UTC).unix_timestamp(),
                datetime!(2027-02-28 10:00 UTC).unix_timestamp(),
            ]
        );
    }

    #[test]
    fn a_leap_day_renews_on_the_28th() {
        let anchor = datetime!(2028-02-29 00:00 UTC).unix_timestamp();
        let expected = datetime!(2029-02-28 00:00 UTC).unix_timestamp();
        assert_eq!(after(anchor, Interval::Year, 1), expected);
    }

    #[test]
    fn the_period_around_now_holds_it() {
        let anchor = datetime!(2026-01-31 10:00 UTC).unix_timestamp();
        for (interval, every) in
            [(Interval::Day, 1), (Interval::Week, 2), (Interval::Month, 1), (Interval::Month, 3), (Interval::Year, 1)]
        {
            for later in [0, 1, days(28), days(31), days(400), days(5_000)] {
                let now = anchor + later;
                let (start, end) = around(anchor, interval, every, now);
                assert!(start <= now && now < end, "{interval:?} {every} {later}");
            }
        }
    }
}
