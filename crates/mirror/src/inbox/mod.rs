//! Stripe's events: verified, stored, and only then processed.

mod event;
mod not_stored;
mod prune;
mod settle;
mod store;
mod webhook;

pub use event::{Event, NotAnEvent, handled};
pub use not_stored::NotStored;
pub use prune::{kept_since, prune};
pub use settle::reopen;
pub(crate) use settle::{mark, unsettled};
pub use store::{Inbox, Stored};
#[cfg(feature = "axum")]
pub use webhook::receive;
pub use webhook::{Delivery, PATH, Refused, Webhook};
