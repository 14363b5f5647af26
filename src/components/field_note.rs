//! What is said of a form's field, above it: what is wrong with it, else a hint.

use leptos::prelude::*;

/// Has the id `{name}-note`.
#[component]
pub fn FieldNote(name: &'static str, error: Option<String>, hint: Option<String>) -> impl IntoView {
    let id = format!("{name}-note");
    match (error, hint) {
        (Some(text), _) => view! { <p class="field-error" id=id>{text}</p> }.into_any(),
        (None, Some(text)) => view! { <p class="field-hint" id=id>{text}</p> }.into_any(),
        (None, None) => ().into_any(),
    }
}
