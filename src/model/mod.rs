//! The few types that pass between the server and its pages: what may be shown, and how it is said.

mod auth_error;
mod checkout_error;
mod demo;
mod flow;
mod money;
mod offer;
mod plan;
mod portal_error;
mod return_path;

pub use auth_error::{AuthError, Field};
pub use checkout_error::CheckoutError;
pub use demo::{DEMO_EMAIL, DEMO_PASSWORD};
pub use flow::{Flow, FlowError};
pub use money::Money;
pub use offer::{Offer, OfferedPrice, Period};
pub use plan::{Next, PlanSummary, Status};
pub use portal_error::{PortalError, Reference};
pub use return_path::ReturnPath;
