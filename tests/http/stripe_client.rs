//! The transport under async-stripe's requests, against real sockets.

use std::{
    num::NonZeroU32,
    time::{Duration, Instant},
};

use futures::future::join_all;
use stripe::{Budget, StripeClient, StripeErrorKind};
use stripe_billing::billing_portal_session::CreateBillingPortalSession;
use stripe_core::customer::RetrieveCustomer;

use crate::support::{BUDGET, Misbehaviour, StubStripe};

fn client(stripe: &StubStripe, budget: Budget) -> StripeClient {
    StripeClient::new("sk_test_client".parse().unwrap(), stripe.base.parse().unwrap(), budget)
}

fn open() -> CreateBillingPortalSession {
    CreateBillingPortalSession::new().customer("cus_1")
}

#[tokio::test]
async fn connections_are_reused() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let client = client(&stripe, BUDGET);
    for _ in 0..50 {
        client.clone().send(&open()).await.unwrap();
    }
    assert_eq!((stripe.seen().len(), stripe.connections()), (50, 1));
}

#[tokio::test]
async fn what_is_sent_says_who_and_which_version() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    client(&stripe, BUDGET).send(&open()).await.unwrap();
    let headers = &stripe.seen()[0];
    assert_eq!(headers["authorization"], "Bearer sk_test_client");
    assert_eq!(headers["stripe-version"], "2026-09-30.endive");
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    assert!(headers["user-agent"].to_str().unwrap().starts_with("customer-portal/"));
}

#[tokio::test]
async fn every_post_has_a_key_that_its_retries_share() {
    let stripe = StubStripe::start(Misbehaviour::FailsOnce).await;
    let client = client(&stripe, BUDGET);
    client.send(&open()).await.unwrap();
    client.send(&open()).await.unwrap();
    let keys = stripe.idempotency_keys();
    assert_eq!(keys.len(), 3, "one retry, one new call");
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
}

#[tokio::test]
async fn a_read_has_none() {
    let stripe = StubStripe::start(Misbehaviour::Answer(404, "{}")).await;
    client(&stripe, BUDGET).send(&RetrieveCustomer::new("cus_1")).await.unwrap_err();
    assert!(!stripe.seen()[0].contains_key("idempotency-key"));
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let stripe = StubStripe::start(Misbehaviour::BusyTimes(1, "1")).await;
    let began = Instant::now();
    client(&stripe, BUDGET).send(&open()).await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(stripe.seen().len(), 2);
}

#[tokio::test]
async fn a_retry_after_beyond_the_budget_is_passed_on_at_once() {
    let stripe = StubStripe::start(Misbehaviour::BusyTimes(usize::MAX, "30")).await;
    let error = client(&stripe, BUDGET).send(&open()).await.unwrap_err();
    assert_eq!(error.kind, StripeErrorKind::RateLimited);
    assert_eq!(error.retry_after, Some(Duration::from_secs(30)));
    assert_eq!(stripe.seen().len(), 1, "no second attempt");
}

#[tokio::test]
async fn a_retry_after_beyond_all_time_does_no_harm() {
    let stripe = StubStripe::start(Misbehaviour::BusyTimes(usize::MAX, "18446744073709551615")).await;
    let error = client(&stripe, BUDGET).send(&open()).await.unwrap_err();
    assert_eq!(error.kind, StripeErrorKind::RateLimited);
}

#[tokio::test]
async fn all_attempts_together_end_within_the_budget() {
    let stripe = StubStripe::start(Misbehaviour::Hangs).await;
    let budget = Budget {
        total: Duration::from_millis(500),
        attempt: Duration::from_millis(200),
        first_pause: Duration::from_millis(10),
        attempts: 100,
    };
    let began = Instant::now();
    let error = client(&stripe, budget).send(&open()).await.unwrap_err();
    assert_eq!(error.kind, StripeErrorKind::TimedOut);
    assert!(stripe.seen().len() >= 2, "an attempt that hangs leaves room for another");
    // Without the budget a hundred attempts would take twenty seconds.
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_refusal_is_not_repeated() {
    for status in [400, 401, 403, 404] {
        let stripe = StubStripe::start(Misbehaviour::Answer(status, r#"{"error":{"message":"no"}}"#)).await;
        client(&stripe, BUDGET).send(&open()).await.unwrap_err();
        assert_eq!(stripe.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn every_error_carries_the_request_id() {
    for (status, body) in [(400, "{}"), (401, "{}"), (500, "<html>"), (200, "not JSON"), (200, "{}")] {
        let stripe = StubStripe::start(Misbehaviour::Answer(status, body)).await;
        let error = client(&stripe, BUDGET).send(&open()).await.unwrap_err();
        assert_eq!(error.request_id.as_deref(), Some("req_stub1"), "{status} {body}");
        assert!(error.to_string().contains("req_stub1"), "{error}");
    }
}

#[tokio::test]
async fn customers_and_the_background_leave_room_for_each_other() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    // Five a second altogether, and ten at once.
    let (customers, background) = client(&stripe, BUDGET).split(NonZeroU32::new(4).unwrap());
    let request = open();
    let flood = async { join_all((0..100).map(|_| customers.send(&request))).await };
    let work = async { join_all((0..2).map(|_| background.send(&request))).await };
    let (flood, work) = tokio::join!(flood, work);
    assert!(work.iter().all(Result::is_ok), "{work:?}");
    let (sent, refused): (Vec<_>, Vec<_>) = flood.into_iter().partition(Result::is_ok);
    assert!((10..=20).contains(&sent.len()), "{}", sent.len());
    assert!(refused.iter().all(|error| error.as_ref().unwrap_err().kind == StripeErrorKind::Crowded));
    assert_eq!(stripe.seen().len(), sent.len() + work.len(), "what is refused was not sent");
    let other = client(&stripe, BUDGET);
    assert!(join_all((0..100).map(|_| other.send(&request))).await.iter().all(Result::is_ok), "alone it has no limit");
}
