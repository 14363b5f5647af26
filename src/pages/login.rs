//! Signing in.

use leptos::prelude::*;

use crate::{
    actions::Login,
    components::{BackLink, CredentialsFields, ErrorAlert, PageTitle, TimeZone},
    model::{DEMO_EMAIL, DEMO_PASSWORD},
    request::{self, has_passwords, next, reader, typed_email, with_next},
    say,
};

/// The form, its error, and in the demo the credentials.
#[component]
pub fn LoginPage() -> impl IntoView {
    if has_passwords() { view! { <PasswordLogin /> }.into_any() } else { view! { <ElsewhereLogin /> }.into_any() }
}

/// Where to sign in, if not here.
#[component]
fn ElsewhereLogin() -> impl IntoView {
    view! {
        <PageTitle text=say!(reader(), "sign-in") />
        <h1>{say!(reader(), "sign-in")}</h1>
        <p>{say!(reader(), "no-passwords")}</p>
        <p>
            <BackLink return_url=None />
        </p>
    }
}

#[component]
fn PasswordLogin() -> impl IntoView {
    let login = ServerAction::<Login>::new();
    let error = login.value().get_untracked().and_then(Result::err);
    let next = next();
    let signup = with_next("/signup", next.as_deref());
    view! {
        <PageTitle text=say!(reader(), "sign-in") is_error=error.is_some() />
        <TimeZone />
        <h1>{say!(reader(), "sign-in")}</h1>
        <DemoHint />
        {error.filter(|error| error.field().is_none()).map(|error| view! { <ErrorAlert error reference=None /> })}
        <div class="card form">
            <ActionForm action=login>
                <CredentialsFields
                    error
                    typed_email=typed_email()
                    next
                    autocomplete="current-password"
                    password_hint=None
                />
                <button type="submit" class="button button-primary">{say!(reader(), "sign-in")}</button>
            </ActionForm>
        </div>
        <p>{say!(reader(), "no-account-yet")}" "<a href=signup>{say!(reader(), "sign-up")}</a></p>
    }
}

#[component]
fn DemoHint() -> impl IntoView {
    let is_demo = request::settings().is_some_and(|settings| settings.demo);
    is_demo.then(|| {
        let text = say!(reader(), "demo-sign-in", email = DEMO_EMAIL, password = DEMO_PASSWORD);
        view! { <p class="notice">{text}</p> }
    })
}
