//! Slows down guessing without ever locking an account (OWASP ASVS 5, 6.3.1).

use std::{num::NonZero, sync::Arc};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Email;

/// Sign-in attempts one account gets at once; after that one every ten seconds.
const BURST: NonZero<u32> = NonZero::new(10).expect("not zero");
const PER_MINUTE: NonZero<u32> = NonZero::new(6).expect("not zero");

/// How many keys are kept before those that have recovered are dropped.
const SWEEP_AT: usize = 10_000;

/// Counts attempts by account, whether the account exists or not.
#[derive(Clone, Debug)]
pub struct Throttle(Arc<DefaultKeyedRateLimiter<Email>>);

impl Default for Throttle {
    fn default() -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_minute(PER_MINUTE).allow_burst(BURST))))
    }
}

impl Throttle {
    /// Counts one attempt; `false` when there were too many.
    pub fn allows(&self, email: &Email) -> bool {
        if self.0.len() > SWEEP_AT {
            self.0.retain_recent();
        }
        self.0.check_key(email).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_s_guesses_do_not_cost_another() {
        let throttle = Throttle::default();
        let [ada, bob]: [Email; 2] = ["ada@example.com", "bob@example.com"].map(|text| text.parse().expect("valid"));
        assert_eq!((0..20).filter(|_| throttle.allows(&ada)).count(), BURST.get() as usize);
        assert!(throttle.allows(&bob));
    }
}
