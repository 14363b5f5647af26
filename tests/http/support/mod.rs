//! What tests stand on: an app of their own, a browser, a Stripe.

mod app;
mod browser;
mod cable;
mod counting_proxy;
mod database;
mod legacy;
mod older;
mod proxy;
mod simulator;
mod stub;
mod webhook;

pub use app::{BUDGET, TestApp};
pub use browser::{Answer, Browser, text_of};
pub use cable::{Cable, Network};
pub use counting_proxy::counting_proxy;
pub use database::TestDatabase;
pub use legacy::{LEGACY, with_legacy_id};
pub use older::{Older, older_account};
pub use proxy::proxy;
pub use simulator::Stripe;
pub use stub::{Misbehaviour, PORTAL_URL, StubStripe};
pub use webhook::{deliver, deliver_signed, signature};

/// A password that is good enough to sign up with.
pub const PASSWORD: &str = "green-kettle-march";
