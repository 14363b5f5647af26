//! Stripe's events: verified, stored, and only then acted upon.

mod event;
mod inbox;
mod signature;

pub use event::{Event, NotAnEvent};
pub use inbox::{Inbox, NotStored, Stored};
pub use signature::{SignatureError, verify};
