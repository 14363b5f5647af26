//! The start page.

use leptos::prelude::*;

use crate::{components::PageTitle, request::reader, say};

/// What the site is, with links to its pages.
#[component]
pub fn HomePage() -> impl IntoView {
    let reader = reader();
    view! {
        <PageTitle text=say!(reader, "home-page") />
        <section class="hero">
            <h1>{say!(reader, "home-heading")}</h1>
            <p class="lead">{say!(reader, "home-lead")}</p>
            <p class="actions">
                <a class="button button-primary" href="/account">{say!(reader, "home-account")}</a>
                <a class="button" href="/pricing">{say!(reader, "view-plans")}</a>
            </p>
        </section>
    }
}
