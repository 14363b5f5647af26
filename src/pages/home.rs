//! The start page.

use leptos::prelude::*;

use crate::{
    components::PageTitle,
    request::{query, reader},
    say,
};

/// What the site is, with links to its pages. Who has just deleted their account is told that it is done.
#[component]
pub fn HomePage() -> impl IntoView {
    let reader = reader();
    let deleted = query("deleted").is_some();
    view! {
        <PageTitle text=say!(reader, "home-page") />
        {deleted
            .then(|| {
                view! {
                    <p class="notice notice-good" role="status">{say!(reader, "account-deleted")}</p>
                }
            })}
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
