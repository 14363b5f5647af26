//! Stripe's events: verified, stored, and only then acted upon.

mod event;
mod inbox;
mod signature;
mod worker;

pub use event::{Event, NotAnEvent, Target};
pub use inbox::{Inbox, Stored};
pub use signature::{SignatureError, verify};
pub use worker::{run, run_due};
