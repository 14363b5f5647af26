//! Helpers for tests of the router: a separate app, and the testkit.

mod app;
mod mail;
mod steps;
mod stub_provider;
mod webhook;

pub use testkit::*;

pub use self::{
    app::TestApp,
    steps::{offered, steps},
    stub_provider::{CLIENT, CLIENT_SECRET, CODE, Key, StubProvider},
    webhook::{deliver, deliver_signed},
};

/// A password that is good enough to sign up with.
pub const PASSWORD: &str = "green-kettle-march";
