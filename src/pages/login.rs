//! Signing in.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    actions::Login,
    components::{Alert, BackLink, CredentialsFields, TimeZone},
    request::{self, has_passwords, next, typed_email, with_next},
    text::NO_PASSWORDS,
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
        <Title text="Sign in" />
        <h1>"Sign in"</h1>
        <p>{NO_PASSWORDS}</p>
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
    let title = if error.is_some() { "Error: Sign in" } else { "Sign in" };
    view! {
        <Title text=title />
        <TimeZone />
        <h1>"Sign in"</h1>
        <DemoHint />
        {error.filter(|error| error.field().is_none()).map(|error| view! { <Alert>{error.to_string()}</Alert> })}
        <div class="card form">
            <ActionForm action=login>
                <CredentialsFields error typed_email=typed_email() next autocomplete="current-password" />
                <button type="submit" class="button button-primary">"Sign in"</button>
            </ActionForm>
        </div>
        <p>"No account yet? " <a href=signup>"Sign up"</a></p>
    }
}

#[component]
fn DemoHint() -> impl IntoView {
    let demo = request::settings().is_some_and(|settings| settings.demo);
    demo.then(|| {
        view! {
            <p class="notice">
                "In this demo, sign in as " <code>{crate::model::DEMO_EMAIL}</code> " with the password "
                <code>{crate::model::DEMO_PASSWORD}</code> "."
            </p>
        }
    })
}
