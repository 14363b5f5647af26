//! Rate limits: one for background work, and one for all requests together, below Stripe's limit.

use std::num::NonZeroU32;

use futures::{StreamExt, TryStreamExt, stream};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::Mutex;

/// Burst of background work: timers fire late, and this lets the mean rate catch up. Longer unused
/// time is lost.
pub const CATCH_UP: NonZeroU32 = NonZeroU32::new(5).expect("not zero");

/// Burst of all requests: as many as one click needs, so that a single customer does not wait.
pub const ONE_CLICK: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

/// Concurrent requests for one customer.
const AT_ONCE: usize = 8;

/// Runs all futures, a few at a time. So a customer with a hundred subscriptions does not delay
/// others, and their requests do not wait too long for a turn.
///
/// # Errors
/// The first error.
pub async fn few_at_once<T, E>(work: Vec<impl Future<Output = Result<T, E>>>) -> Result<Vec<T>, E> {
    stream::iter(work).buffered(AT_ONCE).try_collect().await
}

/// Lets requests pass in the order of their arrival: the limiter alone would let the one pass that
/// wakes first.
#[derive(Debug)]
pub struct Pace {
    limit: DefaultDirectRateLimiter,
    turn: Mutex<()>,
}

impl Pace {
    /// `a_second` requests a second, and `burst` at once after a pause.
    pub fn new(a_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let limit = RateLimiter::direct(Quota::per_second(a_second).allow_burst(burst));
        Self { limit, turn: Mutex::new(()) }
    }

    pub async fn wait(&self) {
        let _turn = self.turn.lock().await;
        self.limit.until_ready().await;
    }
}
