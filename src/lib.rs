//! Customer Portal: a subscription account site in front of Stripe.
//!
//! One crate, built twice. The browser gets the islands and nothing else; everything else runs on
//! the server, so it is compiled only there, and this list is the one place that says so.

// A release keeps the type of every view, and that of the account page is deeper than the usual limit.
#![recursion_limit = "256"]

pub mod islands;

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod words;

/// Called by the page's script once the WebAssembly is loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
