//! Webhooks as Stripe signs and sends them.

use hmac::{Hmac, KeyInit, Mac};
use time::OffsetDateTime;

use super::{Answer, TestApp};

/// A `Stripe-Signature` header.
pub fn signature(body: &str, secret: &str, at: i64) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

pub async fn deliver_signed(app: &TestApp, body: &str, signature: &str) -> Answer {
    let mut sender = app.browser();
    let request = sender.request(reqwest::Method::POST, "/api/stripe/webhook").header("stripe-signature", signature);
    sender.send(request.body(body.to_owned())).await
}

/// Delivers an event as Stripe does.
pub async fn deliver(app: &TestApp, body: &str) -> Answer {
    deliver_signed(app, body, &signature(body, "whsec_test", OffsetDateTime::now_utc().unix_timestamp())).await
}
