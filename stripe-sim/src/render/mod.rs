//! The objects as Stripe shows them, one kind to a file: the only place that knows their shapes.

mod balance_transaction;
mod charge;
mod checkout_session;
mod coupon;
mod credit_note;
mod customer;
mod discount;
mod dispute;
mod event;
mod invoice;
mod invoice_line;
mod list;
mod meter;
mod object;
mod payment_intent;
mod payment_method;
mod pending_update;
mod portal_configuration;
mod portal_session;
mod price;
mod price_amount;
mod product;
mod promotion_code;
mod refund;
mod schedule;
mod subscription;
mod subscription_item;
mod subscription_pause;
mod subscription_terms;
mod tax_id;
mod tax_rate;
mod tax_settings;
mod webhook_endpoint;

pub(crate) use list::list;
pub(crate) use object::Render;
