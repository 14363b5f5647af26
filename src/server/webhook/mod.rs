//! Stripe's events: verified, stored, and only then acted upon.

mod event;
mod inbox;
mod signature;
mod worker;

pub use event::{Event, NotAnEvent, Target, handled};
pub use inbox::{Inbox, Stored};
pub use signature::{SignatureError, sign_now, verify};
pub use worker::{run, run_due};

/// Where Stripe delivers them.
pub const PATH: &str = "/api/stripe/webhook";
