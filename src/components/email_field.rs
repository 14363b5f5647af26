//! An address's field with its error beside it.

use leptos::prelude::*;

use crate::{components::field_note::FieldNote, request::reader, say};

/// What was typed into a refused form is kept.
#[component]
pub fn EmailField(
    /// Of a page that has several.
    #[prop(default = "email")]
    id: &'static str,
    /// Where it is another than the user's.
    #[prop(optional)]
    label: Option<String>,
    error: Option<String>,
    typed: Option<String>,
) -> impl IntoView {
    let invalid = error.is_some();
    let note = format!("{id}-note");
    view! {
        <div class="field">
            <label for=id>{label.unwrap_or_else(|| say!(reader(), "email"))}</label>
            <FieldNote name=id error hint=None />
            <input
                id=id
                name="email"
                type="email"
                autocomplete="email"
                required
                maxlength="254"
                value=typed
                aria-invalid=invalid.then_some("true")
                autofocus=invalid
                aria-describedby=invalid.then_some(note)
            />
        </div>
    }
}
