//! How fast Stripe may be asked: in the background as fast as was told, and altogether never faster than
//! Stripe allows.

use std::num::NonZeroU32;

use futures::{StreamExt, TryStreamExt, stream};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::Mutex;

/// Timers fire late: as many may go at once to catch up. What was not used for longer is not made up for.
pub const CATCH_UP: NonZeroU32 = NonZeroU32::new(5).expect("not zero");

/// As many as one click takes, so that a customer who is alone waits for nothing.
pub const ONE_CLICK: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

/// As many of one customer's requests are under way at a time.
const AT_ONCE: usize = 8;

/// Does all of it, a few at a time: a customer with a hundred subscriptions must not keep the others
/// waiting, nor wait for a turn longer than a request may.
///
/// # Errors
/// The first there is.
pub async fn few_at_once<T, E>(work: Vec<impl Future<Output = Result<T, E>>>) -> Result<Vec<T>, E> {
    stream::iter(work).buffered(AT_ONCE).try_collect().await
}

/// Lets requests pass one after the other, in the order in which they came: by itself the limiter would
/// let whoever wakes first.
#[derive(Debug)]
pub struct Pace {
    limit: DefaultDirectRateLimiter,
    turn: Mutex<()>,
}

impl Pace {
    /// So many requests a second, and `burst` at once after a pause.
    pub fn new(a_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let limit = RateLimiter::direct(Quota::per_second(a_second).allow_burst(burst));
        Self { limit, turn: Mutex::new(()) }
    }

    pub async fn wait(&self) {
        let _turn = self.turn.lock().await;
        self.limit.until_ready().await;
    }
}
