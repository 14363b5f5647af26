//! The user's address: proved or not, and changing it.

use billing::isolated;
use leptos::prelude::*;

use crate::{
    actions::ChangeEmail,
    components::{EmailField, ErrorAlert, LookIntoMail, PasswordField},
    model::Field,
    request::{self, query, reader, typed_email},
    say,
    text::Told,
};

/// Only where mails are sent or shown: an address is proved by reading a mail.
#[component]
pub fn EmailSection(
    /// The address that the user has.
    email: String,
    is_verified: bool,
    has_password: bool,
) -> impl IntoView {
    let reader = reader();
    let change = ServerAction::<ChangeEmail>::new();
    let error = change.value().get_untracked().and_then(Result::err);
    let at = |field| error.filter(|error| error.field() == Some(field)).map(|error| error.told(&reader));
    let (email_error, password_error) = (at(Field::Email), at(Field::CurrentPassword));
    let of_form = error.filter(|error| error.field().is_none());
    let mailed = query("mailed").is_some() && error.is_none();
    let confirmed = query("confirmed").is_some() && error.is_none();
    let asks_password = has_password && request::has_passwords();
    let state = if is_verified { say!(reader, "email-verified") } else { say!(reader, "email-not-verified") };
    let shown = isolated(&email);
    let (verify_label, password_label) = (say!(reader, "verify-email"), say!(reader, "current-password"));
    let verify = (!is_verified).then(|| {
        view! {
            <ActionForm action=change>
                <input type="hidden" name="email" value=email />
                <button type="submit" class="button">{verify_label}</button>
            </ActionForm>
        }
    });
    view! {
        <section class="card form" aria-labelledby="your-email">
            <h2 id="your-email">{say!(reader, "email")}</h2>
            {of_form.map(|error| view! { <ErrorAlert error reference=None /> })}
            {mailed.then(|| view! { <LookIntoMail /> })}
            {confirmed
                .then(|| view! { <p class="notice notice-good" role="status">{say!(reader, "email-confirmed")}</p> })}
            <p>{shown}" · "{state}</p>
            {verify}
            <ActionForm action=change>
                <EmailField label=say!(reader, "new-email") error=email_error typed=error.and(typed_email()) />
                {asks_password
                    .then(|| {
                        view! {
                            <PasswordField
                                name="current_password"
                                label=password_label
                                autocomplete="current-password"
                                error=password_error
                                hint=None
                            />
                        }
                    })}
                <button type="submit" class="button">{say!(reader, "change-email")}</button>
            </ActionForm>
        </section>
    }
}
