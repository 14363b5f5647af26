//! Talking to Stripe: async-stripe's typed requests over a transport of our own.
//!
//! Why our own: async-stripe's opens a connection for every request, knows no time-out, ignores
//! `Retry-After`, and loses the status of an answer that is not JSON. It knows no database and no
//! page; it is told what to ask and says what came of it.

mod client;
mod error;
mod hosted_url;
mod http;
mod listed;
mod newer;
mod pace;
mod pages;
mod retry;
mod storable;

pub use client::{Answer, StripeClient};
pub use error::{Refusal, StripeError, StripeErrorKind};
pub use hosted_url::HostedUrl;
pub(in crate::server) use http::Http;
pub use listed::{Listed, id_of};
pub use newer::PAUSING;
pub use pace::few_at_once;
pub use retry::Budget;
