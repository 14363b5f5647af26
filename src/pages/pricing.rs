//! The plans one can have.

use leptos::prelude::*;
use leptos_meta::Title;

/// A plain page: plans are sold by hand so far.
#[component]
pub fn PricingPage() -> impl IntoView {
    view! {
        <Title text="Pricing" />
        <h1>"Pricing"</h1>
        <section class="card" aria-labelledby="free">
            <h2 id="free">"Free"</h2>
            <p>"What every account has. It costs nothing and does not end."</p>
        </section>
        <section class="card" aria-labelledby="paid">
            <h2 id="paid">"Paid plans"</h2>
            <p>"Paid plans are set up together with you. Write to us, and the plan appears on your account page."</p>
        </section>
    }
}
