//! What this site knows about money: which customer, which plan, and the way to the portal.
//! It knows no HTTP; pages and endpoints call it, and it calls Stripe and the database.

mod account;
mod checkout;
mod click_keys;
mod mirror;
mod offers;
mod portal;
mod refetch;
mod rows;
mod summary;
mod sync;
mod target;

pub use account::{Account, load_account, refresh, subscribed_prices};
pub use checkout::{CheckoutFailure, begin_checkout};
pub use click_keys::ClickKeys;
pub use mirror::mirror_catalog;
pub(in crate::server) use mirror::{now_ms, raw_items};
pub use offers::load_offers;
pub use portal::{OpenPortalError, open_portal};
pub use refetch::{Refetched, refetch};
pub use summary::summarize;
pub use sync::{Difference, SyncError, Synced, What, check, sync};
pub use target::{NotATarget, Target};
