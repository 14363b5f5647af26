//! A notice on every page that no real money is involved.

use leptos::prelude::*;

use crate::request;

/// Shown while the server runs on the simulator.
#[component]
pub fn DemoBanner() -> impl IntoView {
    let demo = request::settings().is_some_and(|settings| settings.demo);
    demo.then(|| {
        view! {
            <aside class="demo-banner" aria-label="Demo">
                "Demo: Stripe is simulated on this machine. Nothing is charged."
            </aside>
        }
    })
}
