//! Parts of pages, rendered on the server. Parts that run in the browser are in [`islands`].

mod alert;
mod back_link;
mod credentials_form;
mod date;
mod debt_list;
mod demo_banner;
mod hydration;
mod invoice_list;
mod offer_card;
mod pager;
mod password_field;
mod payment_card;
mod plan_card;
mod portal_alert;
mod site_header;
mod steps;
mod time_zone;
mod updating;

pub use crate::components::alert::Alert;
pub use crate::components::back_link::BackLink;
pub use crate::components::credentials_form::CredentialsFields;
pub use crate::components::date::Date;
pub use crate::components::debt_list::DebtList;
pub use crate::components::demo_banner::DemoBanner;
pub use crate::components::hydration::Hydration;
pub use crate::components::invoice_list::InvoiceList;
pub use crate::components::offer_card::OfferCard;
pub use crate::components::pager::Pager;
pub use crate::components::password_field::{PASSWORD_HINT, PasswordField};
pub use crate::components::payment_card::PaymentCard;
pub use crate::components::plan_card::PlanCard;
pub use crate::components::portal_alert::PortalAlert;
pub use crate::components::site_header::SiteHeader;
pub use crate::components::steps::{AccountActions, Steps};
pub use crate::components::time_zone::TimeZone;
pub use crate::components::updating::Updating;
