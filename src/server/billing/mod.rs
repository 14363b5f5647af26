//! What this site knows about money: which customer, which plan, and the way to the portal.
//! It knows no HTTP; pages and endpoints call it, and it calls Stripe and the database.

mod account;
mod allowance;
mod checkout;
mod clear;
mod click_keys;
mod continue_plan;
mod hand_over;
mod known;
mod mirror;
mod offers;
mod open_invoice;
mod overview;
mod portal;
mod portal_features;
mod portal_flow;
mod refetch;
mod refresh;
mod rows;
mod standing;
mod sync;
mod target;
mod whose;

pub use account::{Account, load_account, subscribed_prices};
pub use allowance::{Allowance, TooMany};
pub use checkout::{CheckoutFailure, begin_checkout};
pub use click_keys::ClickKeys;
pub use continue_plan::{ContinueFailure, continue_plan};
pub(in crate::server) use mirror::now_ms;
pub use mirror::{Mirrored, check_catalog, mirror_catalog};
pub use offers::load_offers;
pub use open_invoice::{OpenInvoiceError, open_invoice};
pub use portal::{Destination, OpenPortalError, open_portal};
pub use portal_features::FeatureCache;
pub use refetch::{Refetched, refetch};
pub use refresh::{Refreshed, Turns, refresh};
pub use rows::user_of;
pub use sync::{Difference, Discount, SyncError, Synced, What, check, sync};
pub use target::{NotATarget, Target};
