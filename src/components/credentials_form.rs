//! The shared fields of sign-in and sign-up, each with its error beside it.

use leptos::prelude::*;

use crate::{
    components::{field_note::FieldNote, password_field::PasswordField},
    model::{AuthError, Field},
    request::reader,
    say,
    text::Told,
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
    #[prop(optional_no_strip)] password_hint: Option<String>,
) -> impl IntoView {
    let reader = reader();
    let at = |field| error.filter(|error| error.field() == Some(field)).map(|error| error.told(&reader));
    let (email_error, password_error) = (at(Field::Email), at(Field::Password));
    let email_invalid = email_error.is_some().then_some("true");
    view! {
        {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
        <div class="field">
            <label for="email">{say!(reader, "email")}</label>
            <FieldNote name="email" error=email_error hint=None />
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
                aria-describedby=email_invalid.map(|_| "email-note")
            />
        </div>
        <PasswordField
            name="password"
            label=say!(reader, "password")
            autocomplete
            error=password_error
            hint=password_hint
        />
    }
}
