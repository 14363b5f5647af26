//! Parts of pages, rendered on the server; the parts that act in the browser are in
//! [`crate::islands`].

mod alert;
mod credentials_form;
mod date;
mod debt_list;
mod demo_banner;
mod hydration;
mod invoice_list;
mod offer_card;
mod password_field;
mod payment_card;
mod plan_card;
mod portal_alert;
mod site_header;
mod steps;
mod time_zone;
mod updating;

pub use alert::Alert;
pub use credentials_form::CredentialsFields;
pub use date::Date;
pub use debt_list::DebtList;
pub use demo_banner::DemoBanner;
pub use hydration::Hydration;
pub use invoice_list::InvoiceList;
pub use offer_card::OfferCard;
pub use password_field::{PASSWORD_HINT, PasswordField};
pub use payment_card::PaymentCard;
pub use plan_card::PlanCard;
pub use portal_alert::PortalAlert;
pub use site_header::SiteHeader;
pub use steps::{Doors, Steps};
pub use time_zone::TimeZone;
pub use updating::Updating;
