//! How fast the background may ask: never faster than Stripe allows, and as fast as it was told.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::Mutex;

/// As many may follow at once on some that came late, so that timers, which always do, do not slow the
/// rest down. What was not used for longer is not made up for.
const BURST: NonZeroU32 = NonZeroU32::new(5).expect("not zero");

/// Lets requests pass one after the other, in the order in which they came: by itself the limiter would
/// let whoever wakes first.
#[derive(Debug)]
pub struct Pace {
    limit: DefaultDirectRateLimiter,
    turn: Mutex<()>,
}

impl Pace {
    pub fn new(a_second: NonZeroU32) -> Self {
        let limit = RateLimiter::direct(Quota::per_second(a_second).allow_burst(BURST));
        Self { limit, turn: Mutex::new(()) }
    }

    pub async fn wait(&self) {
        let _turn = self.turn.lock().await;
        self.limit.until_ready().await;
    }
}
