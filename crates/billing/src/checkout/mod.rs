//! Buying a plan: at most one customer, one open Checkout and one subscription for each buyer,
//! whatever is clicked how often and in how many tabs.

mod begin;
mod buyer;
mod coming_plan;
mod customer;
mod error;
mod sessions;

pub use buyer::Buyer;
pub use error::CheckoutError;
