//! The portal's configuration as code: `portal.toml` is read and checked, its products are found at
//! Stripe, the differences become a plan, and the plan is carried out. A configuration made by hand
//! in the Dashboard drifts, gets duplicates, or is missing when going live. The file also says what
//! Checkout asks for.

mod apply;
mod catalog;
mod checkout;
mod diff;
mod error;
mod file;
mod in_force;
mod model;
mod plan;
mod requests;
mod rules;

pub use apply::apply;
pub use checkout::{
    BillingAddress, CheckoutLocale, CheckoutOptions, PaymentMethodCollection, QuantityRange, UnknownLocale,
    recorded_checkout,
};
pub use diff::Change;
pub use error::PortalConfigError;
pub use file::{Checked, parse, read};
pub use in_force::{InForce, PortalFeatures, in_force};
pub use model::PortalFile;
pub use plan::{Plan, Portal, plan};
pub use toml_file::{FileError, Problem};
