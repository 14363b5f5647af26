//! The title of a page, which begins with "Error" if something did not work.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{request::reader, say};

/// The document's title; the site's name is added.
#[component]
pub fn PageTitle(
    #[prop(into)] text: String,
    /// Whether the page reports an error.
    #[prop(optional)]
    is_error: bool,
) -> impl IntoView {
    let text = if is_error { say!(reader(), "error-title", page = text) } else { text };
    view! { <Title text /> }
}
