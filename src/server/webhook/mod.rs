//! Stripe's events: verified, stored, and only then acted upon.

mod event;
mod inbox;
mod signature;

pub use event::{Event, NotAnEvent, handled};
pub use inbox::{Inbox, NotStored, Stored, reopen};
pub use signature::{SignatureError, sign_now, verify};

/// Where Stripe delivers them.
pub const PATH: &str = "/api/stripe/webhook";
