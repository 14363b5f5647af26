//! A password field with its error beside it.

use leptos::prelude::*;

/// The hint for a good password.
pub const PASSWORD_HINT: &str = "At least 8 characters. A few unrelated words are easy to remember and hard to guess.";

/// Never prefilled: the user types the password again.
#[component]
pub fn PasswordField(
    /// Its name in the form, and its id.
    name: &'static str,
    label: &'static str,
    /// For the browser's password manager: `current-password` or `new-password`.
    autocomplete: &'static str,
    error: Option<String>,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
) -> impl IntoView {
    let invalid = error.is_some();
    let described = match (hint, invalid) {
        (_, true) => Some(format!("{name}-error")),
        (Some(_), false) => Some(format!("{name}-hint")),
        (None, false) => None,
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
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
            {hint.map(|text| view! { <p class="field-hint" id=format!("{name}-hint")>{text}</p> })}
            {error.map(|text| view! { <p class="field-error" id=format!("{name}-error")>{text}</p> })}
        </div>
    }
}
