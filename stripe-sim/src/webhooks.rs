//! Delivery of events: signed, in the background, again and again until somebody says 2xx.

use crate::clock;
use crate::ordered::Ordered;
use crate::state::{Parcel, State, WebhookEndpoint};
use crate::unkind::{Spoiled, written};
use crate::versions::Version;
use crate::webhook_target::WebhookTarget;
use crate::world::World;
use reqwest::{Client, redirect};
use serde_json::Value;
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

/// Delivers in the background until the simulator stops.
pub(crate) async fn keep_delivering(world: Arc<World>, client: Client) {
    let mut under_way: JoinSet<()> = JoinSet::new();
    loop {
        let room = AT_ONCE.saturating_sub(under_way.len());
        let (due, next_at) = world.read_mut(|state| state.outbox.take_due(clock::wall_millis(), room));
        for parcel in due {
            under_way.spawn(deliver(world.clone(), client.clone(), parcel));
        }
        let pause = next_at.filter(|_| under_way.len() < AT_ONCE).map_or(ANSWER_WITHIN, |at| {
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

/// Where a parcel goes and in which version, if its receiver is still there.
fn receiver(world: &World, parcel: &Parcel) -> Option<(WebhookTarget, Version)> {
    match &parcel.endpoint {
        None => Some((world.target()?, Version::default())),
        Some(id) => world.read(|state| {
            let endpoint = state.get::<WebhookEndpoint>(id)?;
            let target = WebhookTarget { url: endpoint.url.clone(), secrets: endpoint.secrets(state.now()) };
            Some((target, endpoint.version()))
        }),
    }
}

async fn deliver(world: Arc<World>, client: Client, parcel: Parcel) {
    let receiver = receiver(&world, &parcel);
    let event = world.read(|state| state.events.get(&parcel.event).cloned());
    let outcome = match (receiver, event) {
        (Some((target, version)), Some(event)) => {
            let mut told = event.render_in(version);
            let unkind = world.read(|state| state.unkind.if_any());
            let spoiled = unkind.as_ref().map(|unkind| unkind.spoil(&mut told));
            let text = body(&told);
            let body = if spoiled.is_some() { written(&text, &Spoiled::Json) } else { text };
            Some(send(&client, &target, &event.id, &event.kind, body).await)
        }
        _ => None,
    };
    world.adjust(|state| record(state, &parcel, outcome));
    world.answered.notify_waiters();
}

/// Indented by two, the id and the kind of object first, as Stripe sends it.
fn body(event: &Value) -> String {
    serde_json::to_string_pretty(&Ordered(event)).unwrap_or_default()
}

/// Whether it was accepted.
async fn send(client: &Client, target: &WebhookTarget, event: &str, kind: &str, body: String) -> bool {
    let timestamp = clock::wall_seconds();
    let answer = client
        .post(&target.url)
        .header("content-type", "application/json; charset=utf-8")
        .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header("stripe-signature", webhook_signature::header(&target.secrets, timestamp, body.as_bytes()))
        .timeout(ANSWER_WITHIN)
        .body(body)
        .send()
        .await;
    match answer {
        Ok(answer) if answer.status().is_success() => {
            tracing::debug!(event, kind, "delivered");
            true
        }
        Ok(answer) => {
            tracing::warn!(event, kind, status = answer.status().as_u16(), "a webhook was not accepted");
            false
        }
        Err(error) => {
            tracing::warn!(event, kind, error = %error.without_url(), "a webhook could not be delivered");
            false
        }
    }
}

/// `None`: there is nobody any more to deliver it to.
fn record(state: &mut State, parcel: &Parcel, accepted: Option<bool>) {
    let attempts = parcel.attempts + 1;
    let again = (accepted == Some(false) && attempts < ATTEMPTS).then(|| {
        let pause = FIRST_PAUSE_MS << parcel.attempts.min(6);
        clock::wall_millis() + pause.min(LONGEST_PAUSE_MS)
    });
    state.outbox.settle(parcel, again);
    match accepted {
        Some(true) => state.outbox.delivered += 1,
        Some(false) if again.is_none() => state.outbox.failed += 1,
        _ => {}
    }
    state.events.change(&parcel.event, |event| {
        event.untried -= u32::from(parcel.attempts == 0 && event.untried > 0);
        if again.is_none() {
            event.pending_webhooks = event.pending_webhooks.saturating_sub(1);
        }
        event.failed |= accepted == Some(false) && again.is_none();
    });
}

/// Waits until everybody who is told of an event has answered once, whatever they answered, as Checkout does before it
/// sends its customer back.
pub(crate) async fn heard(world: &World, event: &str) {
    let all = async {
        loop {
            let answered = world.answered.notified();
            tokio::pin!(answered);
            answered.as_mut().enable();
            if world.read(|state| state.events.get(event).is_none_or(|event| event.untried == 0)) {
                return;
            }
            answered.await;
        }
    };
    // Nobody is kept waiting longer than that.
    let _ = tokio::time::timeout(ANSWER_WITHIN, all).await;
}

/// A client that speaks to nobody but the target: no proxies, no redirects.
pub(crate) fn client() -> reqwest::Result<Client> {
    Client::builder().no_proxy().redirect(redirect::Policy::none()).build()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    use proptest::prelude::*;

    proptest! {
        /// Read back as a receiver does, from Stripe's description of the header.
        #[test]
        fn every_secret_verifies_whatever_was_signed(
            secrets in proptest::collection::vec(".{0,40}", 1..4),
            timestamp in 0..10_000_000_000i64,
            body in ".{0,200}",
        ) {
            let header = webhook_signature::header(&secrets, timestamp, body.as_bytes());
            let mut parts = header.split(',').map(|part| part.split_once('=').unwrap());
            let sent = timestamp.to_string();
            prop_assert_eq!(parts.next(), Some(("t", sent.as_str())));
            for secret in &secrets {
                let (scheme, hex) = parts.next().unwrap();
                prop_assert_eq!(scheme, "v1");
                let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
                mac.update(format!("{timestamp}.{body}").as_bytes());
                prop_assert!(mac.verify_slice(&hex::decode(hex).unwrap()).is_ok());
            }
            prop_assert_eq!(parts.next(), None);
        }
    }
}
