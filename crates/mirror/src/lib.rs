//! A mirror of a program's Stripe account in its own database: customers with their subscriptions,
//! invoices and payment methods, and all products and prices.
//!
//! Webhooks are verified, stored and answered ([`inbox`]). A [`worker`] refetches the objects that
//! they name. Passes find changes without an event ([`reconcile`]). This crate knows no users: the
//! program says which customers to mirror ([`Mirror::adopt`]), and can take part in every
//! transaction that writes one, or a product ([`SyncObserver`]).

mod catalog;
mod customer;
mod difference;
mod entitlements;
pub mod entity;
mod error;
pub mod inbox;
pub mod installation;
mod metrics;
mod mirror;
mod observer;
pub mod reconcile;
mod refetch;
mod stripe_object;
mod unreadable;
pub mod worker;

pub use catalog::{CatalogChanges, active_prices, check_catalog, mirror_catalog, products};
pub use customer::{Discount, KEPT_INVOICES, check, sync};
pub use difference::{Difference, What};
pub use error::{SyncError, Synced};
pub use metrics::record_gauges;
pub use mirror::Mirror;
pub use observer::SyncObserver;
pub use stripe_object::{NotAnObject, StripeObject};
pub use unreadable::Unreadable;
