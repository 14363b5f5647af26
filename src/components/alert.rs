//! A message that something did not work.

use leptos::prelude::*;

use crate::{components::support::Support, model::Reference, request::reader, say, text::Told};

/// Has the role `alert`, and the focus. The page's title also begins with "Error", which screen readers read
/// first.
#[component]
pub fn Alert(children: Children) -> impl IntoView {
    view! { <div class="alert" role="alert" tabindex="-1" autofocus>{children()}</div> }
}

/// What went wrong, and the way to support if only that helps.
#[component]
pub fn ErrorAlert<E: Told + 'static>(
    error: E,
    /// For support to find the request by.
    #[prop(optional_no_strip)]
    reference: Option<Reference>,
) -> impl IntoView {
    let reader = reader();
    let quoted = reference.as_ref().map(|reference| {
        let text = say!(reader, "reference", reference = reference.to_string());
        view! { <p class="reference">{text}</p> }
    });
    let told = error.told(&reader);
    let support = error.needs_support().then(|| view! { <p><Support reference /></p> });
    view! {
        <Alert>
            <p>{told}</p>
            {support}
            {quoted}
        </Alert>
    }
}
