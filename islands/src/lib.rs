//! The parts of pages that run in the browser; the only crate that is compiled for it. Everything
//! here is first rendered as HTML by the server, and must work without JavaScript.

mod manage_billing_button;

pub use manage_billing_button::ManageBillingButton;

/// Called by the page's script once the WebAssembly is loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
