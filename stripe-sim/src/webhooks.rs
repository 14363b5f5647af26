//! Delivery of events: signed, in the background, again and again until somebody says 2xx.

use crate::clock;
use crate::state::{Delivery, Event, Kind, State};
use crate::world::World;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, redirect};
use sha2::Sha256;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How long an answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// Stripe waits minutes and hours; nobody wants that of a simulator.
const FIRST_PAUSE_MS: i64 = 1_000;
const LONGEST_PAUSE_MS: i64 = 60_000;
/// Given up after about three days of pauses.
const ATTEMPTS: u32 = 3 * 24 * 60;
/// Deliveries under way at once.
const AT_ONCE: usize = 8;

/// Where events go. Each secret signs every delivery, as while a secret is being rotated.
#[derive(Clone)]
pub struct WebhookTarget {
    pub url: String,
    pub secrets: Vec<String>,
}

impl fmt::Debug for WebhookTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookTarget").field("url", &self.url).field("secrets", &self.secrets.len()).finish()
    }
}

/// The `Stripe-Signature` header of `body` sent at `timestamp`.
pub(crate) fn signature(secrets: &[String], timestamp: i64, body: &str) -> String {
    let mut header = format!("t={timestamp}");
    for secret in secrets {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
            continue;
        };
        mac.update(format!("{timestamp}.{body}").as_bytes());
        header.push_str(",v1=");
        header.push_str(&hex::encode(mac.finalize().into_bytes()));
    }
    header
}

/// Delivers in the background until the simulator stops.
pub(crate) async fn keep_delivering(world: Arc<World>, client: Client) {
    let mut under_way: JoinSet<()> = JoinSet::new();
    loop {
        let room = AT_ONCE.saturating_sub(under_way.len());
        let (due, next_at) = match world.target() {
            Some(_) if room > 0 => world.read(|state| due(state, room)),
            _ => (Vec::new(), None),
        };
        for id in due {
            // Claimed by moving its next attempt past this one's time limit.
            world.adjust(|state| claim(state, &id));
            under_way.spawn(deliver(world.clone(), client.clone(), id));
        }
        let pause = next_at.map_or(ANSWER_WITHIN, |at| {
            let left = at.saturating_sub(clock::wall_millis()).max(1);
            Duration::from_millis(left.unsigned_abs())
        });
        tokio::select! {
            () = world.events_due.notified() => {}
            Some(_) = under_way.join_next() => {}
            () = tokio::time::sleep(pause) => {}
            () = world.stopping.cancelled() => return,
        }
    }
}

/// The oldest deliveries that are due, and when the next one after them will be.
fn due(state: &State, room: usize) -> (Vec<String>, Option<i64>) {
    if state.webhooks_held {
        return (Vec::new(), None);
    }
    let now = clock::wall_millis();
    let mut due = Vec::new();
    let mut next: Option<i64> = None;
    for event in state.events.oldest_first() {
        let Delivery::Pending { next_at, .. } = event.delivery else {
            continue;
        };
        if next_at <= now && due.len() < room {
            due.push(event.id.clone());
        } else {
            next = Some(next.map_or(next_at, |next| next.min(next_at)));
        }
    }
    (due, next)
}

fn claim(state: &mut State, id: &str) {
    state.events.change(id, |event| {
        if let Delivery::Pending { next_at, .. } = &mut event.delivery {
            let limit = i64::try_from(ANSWER_WITHIN.as_millis()).unwrap_or(LONGEST_PAUSE_MS);
            *next_at = clock::wall_millis() + 2 * limit;
        }
    });
}

async fn deliver(world: Arc<World>, client: Client, id: String) {
    let Some(target) = world.target() else { return };
    let Some((body, kind)) = world.read(|state| {
        let event = state.events.get(&id)?;
        Some((event.render(state).to_string(), event.kind.clone()))
    }) else {
        return;
    };
    let timestamp = clock::wall_seconds();
    let answer = client
        .post(&target.url)
        .header("content-type", "application/json; charset=utf-8")
        .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header("stripe-signature", signature(&target.secrets, timestamp, &body))
        .timeout(ANSWER_WITHIN)
        .body(body)
        .send()
        .await;
    let delivered = match answer {
        Ok(answer) if answer.status().is_success() => {
            tracing::debug!(event = id, kind, "delivered");
            true
        }
        Ok(answer) => {
            tracing::warn!(event = id, kind, status = answer.status().as_u16(), "a webhook was not accepted");
            false
        }
        Err(error) => {
            tracing::warn!(event = id, kind, error = %error.without_url(), "a webhook could not be delivered");
            false
        }
    };
    world.adjust(|state| record(state, &id, delivered));
}

fn record(state: &mut State, id: &str, delivered: bool) {
    state.events.change(id, |event| record_on(event, delivered));
}

fn record_on(event: &mut Event, delivered: bool) {
    let attempts = match event.delivery {
        Delivery::Pending { attempts, .. } => attempts + 1,
        _ => return,
    };
    event.delivery = if delivered {
        Delivery::Delivered { attempts }
    } else if attempts >= ATTEMPTS {
        Delivery::Failed { attempts }
    } else {
        let pause = FIRST_PAUSE_MS << (attempts - 1).min(6);
        Delivery::Pending { attempts, next_at: clock::wall_millis() + pause.min(LONGEST_PAUSE_MS) }
    };
}

/// A client that speaks to nobody but the target: no proxies, no redirects.
pub(crate) fn client() -> reqwest::Result<Client> {
    Client::builder().no_proxy().redirect(redirect::Policy::none()).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_stripes() {
        // Computed with `openssl dgst -sha256 -hmac whsec_test` over `1700000000.{}`.
        let header = signature(&["whsec_test".to_owned(), "whsec_new".to_owned()], 1_700_000_000, "{}");
        let parts: Vec<_> = header.split(',').collect();
        assert_eq!(parts.len(), 3);
        assert_eq!(parts.first(), Some(&"t=1700000000"));
        assert_eq!(parts.get(1), Some(&"v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91"));
    }
}
