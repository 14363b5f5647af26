//! Signing in.

use leptos::prelude::*;

use crate::{
    actions::{Login, RequestLink},
    components::{
        BackLink, CredentialsFields, EmailField, ErrorAlert, PageTitle, ProviderLink, TimeZone, provider_problem,
    },
    model::{AuthError, DEMO_EMAIL, DEMO_PASSWORD},
    request::{self, has_links, has_passwords, next, reader, typed_email, with_next},
    say,
    text::Told,
};

/// Every way in that the site has: with a password, with a mailed link, or elsewhere.
#[component]
pub fn LoginPage() -> impl IntoView {
    let (passwords, links, provider) = (has_passwords(), has_links(), request::oidc().is_some());
    let login = ServerAction::<Login>::new();
    let by_link = ServerAction::<RequestLink>::new();
    let error = login.value().get_untracked().and_then(Result::err);
    let link_error = by_link.value().get_untracked().and_then(Result::err);
    let told = error.or(link_error);
    // What a form says is newer.
    let problem = provider_problem().filter(|_| told.is_none());
    view! {
        <PageTitle text=say!(reader(), "sign-in") is_error=told.is_some() || problem.is_some() />
        <TimeZone />
        <h1>{say!(reader(), "sign-in")}</h1>
        {passwords.then(|| view! { <DemoHint /> })}
        {problem.map(|error| view! { <ErrorAlert error reference=None /> })}
        {told.filter(|error| error.field().is_none()).map(|error| view! { <ErrorAlert error reference=None /> })}
        {passwords.then(|| view! { <PasswordForm login error /> })}
        {links.then(|| view! { <LinkForm by_link error=link_error is_only=!passwords /> })}
        {provider.then(|| view! { <ProviderLink next=next() is_primary=!passwords && !links /> })}
        {(!passwords && !links && !provider).then(|| view! { <Elsewhere /> })}
    }
}

/// Where to sign in, if not here.
#[component]
fn Elsewhere() -> impl IntoView {
    view! {
        <p>{say!(reader(), "no-passwords")}</p>
        <p>
            <BackLink return_url=None />
        </p>
    }
}

#[component]
fn PasswordForm(login: ServerAction<Login>, error: Option<AuthError>) -> impl IntoView {
    let next = next();
    let signup = with_next("/signup", next.as_deref());
    let can_reset = request::has_mail();
    view! {
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
        {can_reset.then(|| view! { <p><a href="/reset">{say!(reader(), "forgot-password")}</a></p> })}
        <p>{say!(reader(), "no-account-yet")}" "<a href=signup>{say!(reader(), "sign-up")}</a></p>
    }
}

/// Signs up too: whoever reads the mail of an address may have an account.
#[component]
fn LinkForm(
    by_link: ServerAction<RequestLink>,
    error: Option<AuthError>,
    /// Whether there is no form above it.
    is_only: bool,
) -> impl IntoView {
    let reader = reader();
    let of_field = error.filter(|error| error.field().is_some()).map(|error| error.told(&reader));
    let class = if is_only { "button button-primary" } else { "button" };
    view! {
        <section class="card form" aria-labelledby="by-link">
            <h2 id="by-link">{say!(reader, "sign-in-by-email")}</h2>
            <p class="hint">{say!(reader, "sign-in-by-email-text")}</p>
            <ActionForm action=by_link>
                {next().map(|next| view! { <input type="hidden" name="next" value=next /> })}
                <EmailField id="link-email" error=of_field typed=error.and(typed_email()) />
                <button type="submit" class=class>{say!(reader, "send-link")}</button>
            </ActionForm>
        </section>
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
