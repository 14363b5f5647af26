//! A Stripe that runs on your own machine.
//!
//! Stripe's API under `/v1` as the official libraries speak it, the hosted billing portal, Checkout and
//! invoices as real pages, signed webhooks, and its own controls under `/_sim`. In a test:
//!
//! ```
//! # async fn example() -> std::io::Result<()> {
//! let stripe = stripe_sim::Simulator::start().await?;
//! let api_base = stripe.base_url();
//! // … point any Stripe library at it, with any `sk_test_…` key …
//! stripe.shutdown().await;
//! # Ok(())
//! # }
//! ```

// The larger of Stripe's objects are longer than `json!` counts by default.
#![recursion_limit = "256"]

mod api;
mod balance;
mod billing;
mod cancellation;
mod cards;
mod catalogue;
mod checkout;
mod clock;
mod connection;
mod controls;
mod decline;
mod discounting;
mod error;
mod expand;
mod faults;
mod form;
mod guard;
mod hosted_invoice;
mod idempotency;
mod ids;
mod leftovers;
mod lifecycle;
mod list;
mod money;
mod ordered;
mod pages;
mod params;
mod paused;
mod pausing;
mod payments;
mod pending_updates;
mod period;
mod persist;
mod phases;
mod portal;
mod render;
mod requests;
mod scenes;
mod schedules;
mod server;
mod state;
mod state_file;
mod subscribing;
mod tx;
mod unkind;
mod versions;
mod webhook_target;
mod webhooks;
mod world;

pub use api::endpoints;
pub use server::{Options, Simulator};
pub use versions::{API_VERSION, answered_versions, simulated_versions};
pub use webhook_target::WebhookTarget;
