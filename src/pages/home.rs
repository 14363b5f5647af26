//! The start page.

use leptos::prelude::*;
use leptos_meta::Title;

/// What the site is, with links to its pages.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Title text="Home" />
        <section class="hero">
            <h1>"Your subscription, in your hands"</h1>
            <p class="lead">
                "See what you pay for and when it renews. Change your plan, your card or your mind whenever you like."
            </p>
            <p class="actions">
                <a class="button button-primary" href="/account">"Go to your account"</a>
                <a class="button" href="/pricing">"View Plans"</a>
            </p>
        </section>
    }
}
