//! The customer portal.

pub mod click;
mod features;
mod flow;
mod idempotency;
mod open;
mod promote_payment_method;
mod session;

pub use features::FeatureCache;
pub use flow::changeable;
pub use open::OpenPortalError;
