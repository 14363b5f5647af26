//! When to try again.

use std::time::Duration;

/// The maximum pause after the first failure; doubled after each further one.
const FIRST: Duration = Duration::from_secs(2);

/// The maximum pause.
const LONGEST: Duration = Duration::from_mins(15);

/// The pause after this number of failures. Full jitter ("Exponential Backoff And Jitter", AWS
/// Architecture Blog): a random time up to the limit, so that jobs that failed together are not
/// retried together. It is added to `retry_after`.
pub fn pause(failures: i32, retry_after: Option<Duration>) -> Duration {
    let doublings = failures.saturating_sub(1).clamp(0, 30).unsigned_abs();
    let limit = FIRST.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST);
    retry_after.unwrap_or_default().saturating_add(rand::random_range(Duration::ZERO..=limit))
}

/// The maximum pause for a job that was given up.
const RAREST: Duration = Duration::from_hours(24);

/// The pause of a given-up job after this number of further failures: doubled each time, up to a
/// day.
pub fn rarely(more: i32) -> Duration {
    let doublings = more.clamp(0, 30).unsigned_abs();
    let limit = LONGEST.saturating_mul(2_u32.saturating_pow(doublings)).min(RAREST);
    rand::random_range(limit / 2..=limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_within_its_limit_and_grows() {
        let longest = |failures| (0..500).map(|_| pause(failures, None)).max().unwrap_or_default();
        assert!(longest(1) <= FIRST && longest(2) <= 2 * FIRST && longest(i32::MAX) <= LONGEST);
        assert!(longest(5) > longest(1) && longest(100) > longest(5));
    }

    #[test]
    fn what_was_given_up_is_tried_ever_more_rarely() {
        assert!(rarely(0) <= LONGEST && rarely(0) >= LONGEST / 2);
        assert!(rarely(2) >= rarely(0) && rarely(i32::MAX) <= RAREST && rarely(i32::MAX) >= RAREST / 2);
    }

    #[test]
    fn what_was_asked_for_comes_first() {
        let asked = Duration::from_secs(30);
        assert!((0..100).all(|_| pause(1, Some(asked)) >= asked));
    }
}
