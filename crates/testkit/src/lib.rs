//! Shared helpers of the workspace's tests: a database on either engine, a Stripe that tests fill
//! through its API or that misbehaves, a client for it, signed webhooks, and a browser without
//! JavaScript.
//!
//! It is used from `tests/` folders only, never from `src`: a crate's own unit tests would see that crate twice.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test that cannot be set up fails")]

mod browser;
mod cable;
mod client;
mod counting_proxy;
mod database;
pub mod facts;
mod jobs_left;
mod legacy;
mod mail_server;
mod older;
mod proxy;
mod signature;
mod simulator;
mod stub;

pub use browser::{Answer, Browser, text_of};
pub use cable::{Cable, Network};
pub use client::{BUDGET, RATE, client};
pub use counting_proxy::counting_proxy;
pub use database::TestDatabase;
pub use legacy::{LEGACY, with_legacy_id};
pub use mail_server::{Letter, MailServer};
pub use older::{Older, older_account};
pub use proxy::proxy;
pub use signature::signature;
pub use simulator::Stripe;
pub use stub::{Misbehaviour, PORTAL_URL, StubStripe};
