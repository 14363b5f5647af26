//! The field of a mailed code.

use leptos::prelude::*;

use crate::{components::field_note::FieldNote, request::reader, say};

/// Browsers offer the code of a mail that they can see.
#[component]
pub fn CodeField(error: Option<String>) -> impl IntoView {
    let invalid = error.is_some();
    view! {
        <div class="field">
            <label for="code">{say!(reader(), "code")}</label>
            <FieldNote name="code" error hint=None />
            <input
                id="code"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                required
                maxlength="16"
                aria-invalid=invalid.then_some("true")
                autofocus=true
                aria-describedby=invalid.then_some("code-note")
            />
        </div>
    }
}
