//! Stripe's API under `/v1`: one endpoint is one function from parameters to an object or a refusal.

mod auth;
mod checkout_sessions;
mod coupons;
pub(crate) mod customers;
pub(crate) mod discounts;
mod events;
mod extras;
mod gate;
pub(crate) mod invoices;
mod meters;
mod payment_methods;
mod portal_configurations;
mod portal_features;
mod portal_sessions;
mod price_amounts;
mod prices;
mod products;
mod promotion_codes;
mod reply;
mod routes;
mod single_items;
mod subscription_changes;
pub(crate) mod subscription_items;
mod subscription_pauses;
mod subscription_schedules;
mod subscriptions;
mod tax_ids;
mod tax_rates;
pub(crate) mod tax_settings;
mod webhook_endpoints;

pub(crate) use gate::answer;
pub(crate) use prices::create_as as create_price_as;
pub use routes::endpoints;
pub(crate) use routes::find;
