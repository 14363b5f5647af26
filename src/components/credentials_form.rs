//! The shared fields of sign-in and sign-up, each with its error beside it.

use leptos::prelude::*;

use crate::{
    components::password_field::PasswordField,
    model::{AuthError, Field},
};

/// E-mail and password. The typed address is kept, the password is not.
#[component]
pub fn CredentialsFields(
    error: Option<AuthError>,
    /// What was typed into the refused form.
    typed_email: Option<String>,
    /// Where to go afterwards.
    next: Option<String>,
    /// For the browser's password manager: `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(optional)] password_hint: Option<&'static str>,
) -> impl IntoView {
    let at = |field| error.filter(|error| error.field() == Some(field)).map(|error| error.to_string());
    let (email_error, password_error) = (at(Field::Email), at(Field::Password));
    let email_invalid = email_error.is_some().then_some("true");
    view! {
        {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
        <div class="field">
            <label for="email">"E-mail"</label>
            <input
                id="email"
                name="email"
                type="email"
                autocomplete="email"
                required
                maxlength="254"
                value=error.and(typed_email)
                aria-invalid=email_invalid
                autofocus=email_invalid.is_some()
                aria-describedby=email_invalid.map(|_| "email-error")
            />
            {email_error.map(|text| view! { <p class="field-error" id="email-error">{text}</p> })}
        </div>
        <PasswordField name="password" label="Password" autocomplete error=password_error hint=password_hint />
    }
}
