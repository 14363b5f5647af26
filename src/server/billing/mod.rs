//! What this site knows about money: which customer, which plan, and the way to the portal.
//! It knows no HTTP; pages and endpoints call it, and it calls Stripe and the database.

mod account;
mod checkout;
mod clear;
mod click_keys;
mod continue_plan;
mod hand_over;
mod known;
mod mirror;
mod offers;
mod overview;
mod portal;
mod portal_features;
mod portal_flow;
mod refetch;
mod rows;
mod standing;
mod sync;
mod target;

pub use account::{Account, Refreshed, load_account, refresh, subscribed_prices};
pub use checkout::{CheckoutFailure, begin_checkout};
pub use click_keys::ClickKeys;
pub use continue_plan::{ContinueFailure, continue_plan};
pub use mirror::{check_catalog, mirror_catalog};
pub(in crate::server) use mirror::now_ms;
pub use offers::load_offers;
pub use portal::{Destination, OpenPortalError, open_portal};
pub use portal_features::FeatureCache;
pub use refetch::{Refetched, refetch};
pub use rows::user_of;
pub use sync::{Difference, SyncError, Synced, What, check, sync};
pub use target::{NotATarget, Target};
