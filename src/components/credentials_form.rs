//! The shared fields of sign-in and sign-up, each with its error beside it.

use leptos::prelude::*;

use crate::{
    components::{email_field::EmailField, password_field::PasswordField},
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
    view! {
        {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
        <EmailField error=email_error typed=error.and(typed_email) />
        <PasswordField
            name="password"
            label=say!(reader, "password")
            autocomplete
            error=password_error
            hint=password_hint
        />
    }
}
