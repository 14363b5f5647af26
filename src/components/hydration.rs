//! Loads the islands' code, on the pages that have islands and on no others.

use leptos::prelude::*;

use crate::server::state::AppState;

/// Goes beside an island. Pages without one send no script and no WebAssembly.
#[component]
pub fn Hydration() -> impl IntoView {
    use_context::<AppState>().map(|state| view! { <HydrationScripts options=state.leptos islands=true /> })
}
