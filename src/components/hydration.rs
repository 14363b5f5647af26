//! Loads the islands' code, only on pages with islands.

use leptos::prelude::*;

use crate::request;

/// Placed beside an island. Pages without islands send no WebAssembly.
#[component]
pub fn Hydration() -> impl IntoView {
    request::leptos_options().map(|options| view! { <HydrationScripts options islands=true /> })
}
