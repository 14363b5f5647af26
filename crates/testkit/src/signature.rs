//! Webhooks as Stripe signs them.

/// A `Stripe-Signature` header for this body, made at this time in Unix seconds.
pub fn signature(body: &str, secret: &str, at: i64) -> String {
    webhook_signature::header(&[secret], at, body.as_bytes())
}
