//! One customer's rows: fetched from Stripe completely, compared with the existing ones, and
//! written in one transaction.

mod apply;
mod charges;
mod differences;
mod discount;
mod discounts;
mod expanded;
mod fetch;
mod fetched;
mod invoices;
mod lists;
mod mapping;
mod owner;
mod payment_methods;
mod payments;
mod rows;
mod schedule;
mod subscriptions;
mod sync;
mod table;
mod ticket;
mod unread_subscription;

pub use apply::forget;
pub use discount::Discount;
pub use fetched::{FetchedCustomer, fetch_customer};
pub use lists::KEPT_INVOICES;
pub use owner::{charge_owner, invoice_owner};
pub use sync::{check, sync};
