//! The error of storing an event.

/// The event was not stored, so Stripe must deliver it again.
#[derive(Debug, thiserror::Error)]
#[error("the inbox cannot be written")]
pub struct NotStored;
