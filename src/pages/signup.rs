//! Creating an account.

use leptos::prelude::*;

use crate::{
    actions::Signup,
    components::{CredentialsFields, ErrorAlert, LookIntoMail, PageTitle, TimeZone},
    request::{next, query, reader, typed_email, with_next},
    say,
};

/// The form and its error.
#[component]
pub fn SignupPage() -> impl IntoView {
    let signup = ServerAction::<Signup>::new();
    let error = signup.value().get_untracked().and_then(Result::err);
    let mailed = query("mailed").is_some() && error.is_none();
    let next = next();
    let login = with_next("/login", next.as_deref());
    view! {
        <PageTitle text=say!(reader(), "sign-up") is_error=error.is_some() />
        <TimeZone />
        <h1>{say!(reader(), "sign-up")}</h1>
        {mailed.then(|| view! { <LookIntoMail /> })}
        {error.filter(|error| error.field().is_none()).map(|error| view! { <ErrorAlert error reference=None /> })}
        <div class="card form">
            <ActionForm action=signup>
                <CredentialsFields
                    error
                    typed_email=typed_email()
                    next
                    autocomplete="new-password"
                    password_hint=Some(say!(reader(), "password-hint"))
                />
                <button type="submit" class="button button-primary">{say!(reader(), "sign-up")}</button>
            </ActionForm>
        </div>
        <p>{say!(reader(), "have-an-account")}" "<a href=login>{say!(reader(), "sign-in")}</a></p>
    }
}
