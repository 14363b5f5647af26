//! Loads the islands' code, on the pages that have islands and on no others.

use leptos::prelude::*;

use crate::request;

/// Goes beside an island. Pages without one send no script and no WebAssembly.
#[component]
pub fn Hydration() -> impl IntoView {
    request::state().map(|state| view! { <HydrationScripts options=state.leptos islands=true /> })
}
