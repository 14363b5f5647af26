//! Loads the islands' code, on the pages that have islands and on no others.

use leptos::prelude::*;

use crate::request;

/// Goes beside an island. Pages without one send no script and no WebAssembly.
#[component]
pub fn Hydration() -> impl IntoView {
    request::leptos_options().map(|options| view! { <HydrationScripts options islands=true /> })
}
