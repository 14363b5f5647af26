//! The one way in which storing an event fails.

/// The event is not stored: Stripe has to be told to come again.
#[derive(Debug, thiserror::Error)]
#[error("the inbox cannot be written")]
pub struct NotStored;
