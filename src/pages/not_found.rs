//! The page for unknown addresses.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::request::set_status;

/// Sets the status 404 too.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(StatusCode::NOT_FOUND);
    view! {
        <Title text="Not found" />
        <h1>"There is no such page"</h1>
        <p>"The address may be mistyped, or the page has moved."</p>
        <p><a href="/">"Go to the start page"</a></p>
    }
}
