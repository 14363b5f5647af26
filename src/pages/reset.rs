//! Asking for a new password.

use leptos::prelude::*;

use crate::{
    actions::RequestReset,
    components::{EmailField, ErrorAlert, LookIntoMail, PageTitle},
    request::{query, reader, typed_email},
    say,
    text::Told,
};

/// The form; then the same words for every address.
#[component]
pub fn ResetPage() -> impl IntoView {
    let ask = ServerAction::<RequestReset>::new();
    let error = ask.value().get_untracked().and_then(Result::err);
    let (of_field, of_form) = match error {
        Some(error) if error.field().is_some() => (Some(error.told(&reader())), None),
        error => (None, error),
    };
    let mailed = query("mailed").is_some() && error.is_none();
    view! {
        <PageTitle text=say!(reader(), "forgot-password") is_error=error.is_some() />
        <h1>{say!(reader(), "forgot-password")}</h1>
        {of_form.map(|error| view! { <ErrorAlert error reference=None /> })}
        {mailed.then(|| view! { <LookIntoMail /> })}
        <p>{say!(reader(), "reset-text")}</p>
        <div class="card form">
            <ActionForm action=ask>
                <EmailField error=of_field typed=error.and(typed_email()) />
                <button type="submit" class="button button-primary">{say!(reader(), "send-link")}</button>
            </ActionForm>
        </div>
        <p>
            <a href="/login">{say!(reader(), "back-to-sign-in")}</a>
        </p>
    }
}
