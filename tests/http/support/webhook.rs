//! Webhooks as Stripe sends them.

use testkit::{Answer, signature};

use super::TestApp;

pub async fn deliver_signed(app: &TestApp, body: &str, signature: &str) -> Answer {
    let mut sender = app.browser();
    let request = sender.request(reqwest::Method::POST, "/api/stripe/webhook").header("stripe-signature", signature);
    sender.send(request.body(body.to_owned())).await
}

/// Delivers an event as Stripe does.
pub async fn deliver(app: &TestApp, body: &str) -> Answer {
    deliver_signed(app, body, &signature(body, "whsec_test", clock::now_seconds())).await
}
