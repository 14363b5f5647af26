//! A password field with its error beside it.

use leptos::prelude::*;

use crate::components::field_note::FieldNote;

/// Never prefilled: the user types the password again.
#[component]
pub fn PasswordField(
    /// Its name in the form, and its id.
    name: &'static str,
    label: String,
    /// For the browser's password manager: `current-password` or `new-password`.
    autocomplete: &'static str,
    error: Option<String>,
    #[prop(optional_no_strip)] hint: Option<String>,
) -> impl IntoView {
    let invalid = error.is_some();
    let described = (invalid || hint.is_some()).then(|| format!("{name}-note"));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <FieldNote name error hint />
            <input
                id=name
                name=name
                type="password"
                autocomplete=autocomplete
                required
                aria-invalid=invalid.then_some("true")
                autofocus=invalid
                aria-describedby=described
            />
        </div>
    }
}
