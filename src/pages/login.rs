//! Signing in.

use leptos::prelude::*;

use crate::{
    actions::Login,
    components::{BackLink, CredentialsFields, ErrorAlert, PageTitle, ProviderLink, TimeZone, provider_problem},
    model::{DEMO_EMAIL, DEMO_PASSWORD},
    request::{self, has_passwords, next, reader, typed_email, with_next},
    say,
};

/// The form, its error, and in the demo the credentials.
#[component]
pub fn LoginPage() -> impl IntoView {
    match (has_passwords(), request::oidc().is_some()) {
        (true, _) => view! { <PasswordLogin /> }.into_any(),
        (false, true) => view! { <ProviderLogin /> }.into_any(),
        (false, false) => view! { <ElsewhereLogin /> }.into_any(),
    }
}

/// Only the way to the company's identity provider.
#[component]
fn ProviderLogin() -> impl IntoView {
    let problem = provider_problem();
    view! {
        <PageTitle text=say!(reader(), "sign-in") is_error=problem.is_some() />
        <TimeZone />
        <h1>{say!(reader(), "sign-in")}</h1>
        {problem.map(|error| view! { <ErrorAlert error reference=None /> })}
        <ProviderLink next=next() is_primary=true />
        <p>
            <BackLink return_url=None />
        </p>
    }
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
    // What the form says is newer.
    let problem = provider_problem().filter(|_| error.is_none());
    let next = next();
    let signup = with_next("/signup", next.as_deref());
    let provider = view! { <ProviderLink next=next.clone() is_primary=false /> };
    view! {
        <PageTitle text=say!(reader(), "sign-in") is_error=error.is_some() || problem.is_some() />
        <TimeZone />
        <h1>{say!(reader(), "sign-in")}</h1>
        <DemoHint />
        {problem.map(|error| view! { <ErrorAlert error reference=None /> })}
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
        {provider}
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
