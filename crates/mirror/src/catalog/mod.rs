//! Products and prices, mirrored from Stripe, so that the pricing page works with Stripe down.

mod all;
mod features;
mod fetch;
mod missing;
mod store;
mod sync;
mod table;

pub use fetch::CatalogFetch;
pub use missing::{Missing, fetch_missing};
pub use sync::{CatalogChanges, check_catalog, mirror_catalog};
