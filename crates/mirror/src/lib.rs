//! A copy of what a program needs of its Stripe account, kept in step in its own database: customers with their
//! subscriptions, invoices and payment methods, and the products and prices that are sold.
//!
//! Webhooks are verified, stored and answered ([`inbox`]); a [`worker`] refetches what they name; what no event told
//! is found by passes ([`reconcile`]). It knows no users: the program says which customers are to be mirrored
//! ([`Mirror::adopt`]), and can take part in every transaction that writes one ([`SyncObserver`]).

mod catalog;
mod customer;
mod difference;
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

pub use catalog::{CatalogChanges, check_catalog, mirror_catalog};
pub use customer::{Discount, KEPT_INVOICES, check, sync};
pub use difference::{Difference, What};
pub use error::{SyncError, Synced};
pub use metrics::record_gauges;
pub use mirror::Mirror;
pub use observer::SyncObserver;
pub use stripe_object::{NotAnObject, StripeObject};
pub use unreadable::Unreadable;
