//! What a customer is shown, as data without texts.

mod due;
mod flow;
mod invoice;
mod isolated;
mod money;
mod next_action;
mod next_invoice;
mod offer;
mod overview;
mod pause;
mod period;
mod schedule;
mod shopper;
mod standing;
mod status;
mod unit_amount;

pub use due::{Debt, DebtState, Due, Sum};
pub use flow::{Flow, FlowError};
pub use invoice::{Invoice, InvoiceDocument, InvoiceStatus, Reversal};
pub use isolated::isolated;
pub use money::Money;
pub use next_action::NextAction;
pub use next_invoice::{NextInvoice, Upcoming};
pub use offer::{Charge, Offer, OfferedPrice, Seats};
pub use overview::{
    Balance, Discount, Expiry, Lasts, Off, Outlook, Overview, PaymentMethod, PendingUpdate, Plan, PlanItem,
};
pub use pause::{CollectionPause, PauseBehavior, PauseReason, WayOn};
pub use period::{Period, Unit};
pub use schedule::{NewPlan, Schedule, ScheduledChange};
pub use shopper::{CurrentPlan, Shopper, WhyFixed};
pub use standing::Standing;
pub use status::Status;
pub use unit_amount::UnitAmount;
