//! What this site knows about money: which customer, which plan, and the way to the portal.
//! It knows no HTTP; pages and endpoints call it, and it calls Stripe and the database.

mod account;
mod click_keys;
mod portal;
mod summary;
mod sync;

pub use account::{Account, load_account};
pub use click_keys::ClickKeys;
pub use portal::{OpenPortalError, open_portal};
pub use summary::summarize;
pub use sync::{SyncError, Synced, sync};
