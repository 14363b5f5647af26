//! A limit of requests per second.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(1);

/// When the requests of the last second came.
#[derive(Debug, Default)]
pub(crate) struct Limiter(Mutex<VecDeque<Instant>>);

impl Limiter {
    /// Whether one more is let in now.
    pub fn lets_in(&self, limit: usize, now: Instant) -> bool {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while times.front().is_some_and(|time| now.duration_since(*time) >= WINDOW) {
            times.pop_front();
        }
        let is_free = times.len() < limit;
        if is_free {
            times.push_back(now);
        }
        is_free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_second_has_more_than_the_limit() {
        let (limiter, start) = (Limiter::default(), Instant::now());
        let at = |ms| limiter.lets_in(2, start + Duration::from_millis(ms));
        assert_eq!([0, 400, 500, 999, 1000, 1001, 1400].map(at), [true, true, false, false, true, false, true]);
    }
}
