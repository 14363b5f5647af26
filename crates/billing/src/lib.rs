//! What a customer has, owes and can do, and opening Stripe's portal and Checkout.
//!
//! Facts ([`BillingFacts`]) are read from the mirror's rows. Pure functions derive the customer's
//! state ([`overview()`]) and the offers ([`load_offers`]). [`Billing`] does everything that needs
//! Stripe. This crate knows no users and no HTTP: it identifies a customer by its Stripe id, and
//! only the program knows who that is.

mod billing;
mod checkout;
mod close_customer;
mod continue_plan;
mod debts;
mod destination;
mod facts;
mod model;
mod move_email;
mod offers;
mod open_invoice;
mod overview;
mod pause;
mod plans;
mod portal;
mod queries;
mod refresh;
mod refreshed;
mod scheduled_change;
mod settings;
mod shopper;
mod standing;
mod subscription;
mod subscription_standing;
mod turns;

pub use billing::Billing;
pub use checkout::{Buyer, CheckoutError};
pub use close_customer::CloseError;
pub use continue_plan::ContinueError;
pub use destination::Destination;
pub use facts::BillingFacts;
pub use model::*;
pub use offers::{NotOffered, PriceList, load_offered_price, load_offers, load_price_list, offered_products};
pub use open_invoice::OpenInvoiceError;
pub use overview::overview;
pub use plans::OtherProducts;
pub use portal::OpenPortalError;
pub use refreshed::Refreshed;
pub use settings::Settings;
pub use shopper::shopper;
pub use subscription::SubscriptionWithItems;
pub use subscription_standing::{SubscriptionStanding, standings};

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
