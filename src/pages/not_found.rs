//! The page for unknown addresses.

use http::StatusCode;
use leptos::prelude::*;

use crate::{
    components::PageTitle,
    request::{reader, set_status},
    say,
};

/// Sets the status 404 too.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(StatusCode::NOT_FOUND);
    let reader = reader();
    view! {
        <PageTitle text=say!(reader, "not-found") />
        <h1>{say!(reader, "not-found")}</h1>
        <p>{say!(reader, "not-found-text")}</p>
        <p><a href="/">{say!(reader, "to-start-page")}</a></p>
    }
}
