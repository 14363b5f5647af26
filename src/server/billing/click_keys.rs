//! A double click is one wish: without JavaScript nothing in the browser stops the second post.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use uuid::Uuid;

use crate::{model::Flow, server::auth::UserId};

/// Clicks closer together than this are one. Longer would hand out a portal URL a second time
/// that the customer has perhaps already used.
const ONE_CLICK: Duration = Duration::from_secs(1);

type Click = (UserId, Option<Flow>);

/// The idempotency key of each user's latest click. Stripe answers the same key with the same
/// session; here no URL is kept, only a random key, for a second.
#[derive(Clone, Debug, Default)]
pub struct ClickKeys(Arc<Mutex<HashMap<Click, (Instant, Uuid)>>>);

impl ClickKeys {
    /// The key for a click now: the previous one's if that was part of the same double click.
    pub fn key(&self, user: UserId, flow: Option<&Flow>) -> String {
        self.key_at(Instant::now(), user, flow)
    }

    fn key_at(&self, now: Instant, user: UserId, flow: Option<&Flow>) -> String {
        let mut clicks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        clicks.retain(|_, (at, _)| now.duration_since(*at) < ONE_CLICK);
        clicks.entry((user, flow.cloned())).or_insert_with(|| (now, Uuid::new_v4())).1.to_string()
    }

    /// After a failure the next click starts anew, since Stripe would repeat the failure too.
    pub fn forget(&self, user: UserId, flow: Option<&Flow>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&(user, flow.cloned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_click_shares_its_key_and_nothing_else_does() {
        let clicks = ClickKeys::default();
        let first = clicks.key(UserId(1), None);
        assert_eq!(clicks.key(UserId(1), None), first);
        assert_ne!(clicks.key(UserId(2), None), first);
        assert_ne!(clicks.key(UserId(1), Some(&Flow::CustomerUpdate)), first);
        clicks.forget(UserId(1), None);
        assert_ne!(clicks.key(UserId(1), None), first);
    }

    #[test]
    fn after_a_second_it_is_another_click() {
        let clicks = ClickKeys::default();
        let now = Instant::now();
        let first = clicks.key_at(now, UserId(1), None);
        assert_eq!(clicks.key_at(now + ONE_CLICK / 2, UserId(1), None), first);
        assert_ne!(clicks.key_at(now + ONE_CLICK, UserId(1), None), first);
    }
}
