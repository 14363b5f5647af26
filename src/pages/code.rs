//! Signing in with a mailed code.

use leptos::prelude::*;

use crate::{
    actions::EnterCode,
    components::{CodeField, ErrorAlert, LookIntoMail, PageTitle},
    request::{query, reader},
    say,
    text::Told,
};

/// The code's form, after a mail was asked for.
#[component]
pub fn CodePage() -> impl IntoView {
    let enter = ServerAction::<EnterCode>::new();
    let error = enter.value().get_untracked().and_then(Result::err);
    let (of_field, of_form) = match error {
        Some(error) if error.field().is_some() => (Some(error.told(&reader())), None),
        error => (None, error),
    };
    view! {
        <PageTitle text=say!(reader(), "enter-code") is_error=error.is_some() />
        <h1>{say!(reader(), "enter-code")}</h1>
        {of_form.map(|error| view! { <ErrorAlert error reference=None /> })}
        {(error.is_none() && query("mailed").is_some()).then(|| view! { <LookIntoMail /> })}
        <p>{say!(reader(), "code-text")}</p>
        <div class="card form">
            <ActionForm action=enter>
                <CodeField error=of_field />
                <button type="submit" class="button button-primary">{say!(reader(), "sign-in")}</button>
            </ActionForm>
        </div>
        <p>
            <a href="/login">{say!(reader(), "ask-again")}</a>
        </p>
    }
}
