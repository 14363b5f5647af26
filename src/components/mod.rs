//! Parts of pages, rendered on the server; the parts that act in the browser are in
//! [`crate::islands`].

mod alert;
mod credentials_form;
mod date;
mod deep_links;
mod demo_banner;
mod hydration;
mod offer_card;
mod plan_card;
mod site_header;

pub use alert::Alert;
pub use credentials_form::CredentialsFields;
pub use date::{Date, Moment};
pub use deep_links::DeepLinks;
pub use demo_banner::DemoBanner;
pub use hydration::Hydration;
pub use offer_card::OfferCard;
pub use plan_card::PlanCard;
pub use site_header::SiteHeader;
