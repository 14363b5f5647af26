//! Buying a plan: at most one customer, one open Checkout and one subscription per buyer, for any
//! number of clicks and tabs.

mod begin;
mod buyer;
mod coming_plan;
mod customer;
mod error;
mod not_set_up;
mod request;
mod sessions;

pub use buyer::Buyer;
pub use error::CheckoutError;
