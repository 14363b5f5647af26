//! A client for Stripe: async-stripe's typed requests over our own transport, the crate `https`.
//!
//! Why our own: async-stripe's transport opens a connection for every request, has no timeout,
//! ignores `Retry-After`, and loses the status of an answer that is not JSON. This crate knows no
//! database and no pages: it only sends requests and returns answers or errors.

#[cfg(any(test, feature = "any-json"))]
pub mod any_json;
mod client;
mod error;
mod hosted_url;

mod list;
mod metrics;
mod mode;
mod newer;
mod pace;
mod pages;
mod path_segment;
mod retry;
mod secret_key;
mod signature;
mod storable;
mod unset_field;
mod webhook_secret;

pub use client::{Answer, StripeClient};
pub use error::{Refusal, Remedy, StripeError, StripeErrorKind};
pub use hosted_url::HostedUrl;
pub use https::{Authorities, AuthoritiesError};
pub use list::{Listed, id_of};
pub use mode::Mode;
pub use newer::PAUSING;
pub use pace::few_at_once;
pub use path_segment::path_segment;
pub use retry::Budget;
pub use secret_key::SecretKey;
pub use signature::{SignatureError, sign_now, verify};
pub use unset_field::UnsetField;
pub use webhook_secret::WebhookSecret;

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
