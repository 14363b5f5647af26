//! Creating an account.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    actions::Signup,
    components::{Alert, CredentialsFields, PASSWORD_HINT, TimeZone},
    request::{next, typed_email, with_next},
};

/// The form and its error.
#[component]
pub fn SignupPage() -> impl IntoView {
    let signup = ServerAction::<Signup>::new();
    let error = signup.value().get_untracked().and_then(Result::err);
    let next = next();
    let login = with_next("/login", next.as_deref());
    let title = if error.is_some() { "Error: Sign up" } else { "Sign up" };
    view! {
        <Title text=title />
        <TimeZone />
        <h1>"Sign up"</h1>
        {error.filter(|error| error.field().is_none()).map(|error| view! { <Alert>{error.to_string()}</Alert> })}
        <div class="card form">
            <ActionForm action=signup>
                <CredentialsFields
                    error
                    typed_email=typed_email()
                    next
                    autocomplete="new-password"
                    password_hint=PASSWORD_HINT
                />
                <button type="submit" class="button button-primary">"Sign up"</button>
            </ActionForm>
        </div>
        <p>"Have an account? " <a href=login>"Sign in"</a></p>
    }
}
