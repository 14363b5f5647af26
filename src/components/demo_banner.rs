//! A notice on every page that no real money is involved.

use leptos::prelude::*;

use crate::{
    request::{reader, settings},
    say,
};

/// Shown while the server runs on the simulator.
#[component]
pub fn DemoBanner() -> impl IntoView {
    let reader = reader();
    settings().is_some_and(|settings| settings.demo).then(|| {
        view! { <aside class="demo-banner" aria-label=say!(reader, "demo")>{say!(reader, "demo-text")}</aside> }
    })
}
