//! The few types that pass between the server and its pages: what may be shown, and how it is said.

mod auth_error;
mod came_from;
mod checkout_error;
mod continue_error;
mod demo;
mod due;
mod flow;
mod invoice;
mod isolated;
mod money;
mod offer;
mod overview;
mod path_segment;
mod pause;
mod period;
mod portal_error;
mod public_error;
mod return_path;
mod schedule;
mod shopper;
mod standing;
mod status;
mod unit_amount;

pub use auth_error::{AuthError, Field};
pub use came_from::CameFrom;
pub use checkout_error::CheckoutError;
pub use continue_error::ContinueError;
pub use demo::{DEMO_EMAIL, DEMO_PASSWORD};
pub use due::{Debt, DebtState, Due, Sum};
pub use flow::{Flow, FlowError};
pub use invoice::{Invoice, InvoiceDocument, InvoicePage, InvoiceStatus, Reversal};
pub use isolated::isolated;
pub use money::Money;
pub use offer::{Charge, Offer, OfferedPrice};
pub use overview::{
    Balance, Discount, Expiry, Lasts, NextInvoice, Off, Outlook, Overview, PaymentMethod, PendingUpdate, Plan,
    PlanItem, Upcoming,
};
pub use path_segment::path_segment;
pub use pause::{CollectionPause, PauseReason, WayOn};
pub use period::Period;
pub use portal_error::{PortalError, Reference};
pub use public_error::PublicError;
pub use return_path::ReturnPath;
pub use schedule::{NewPlan, Schedule, ScheduledChange};
pub use shopper::{CurrentPlan, Shopper};
pub use standing::{Standing, Step};
pub use status::Status;
pub use unit_amount::UnitAmount;
