//! Making an account.

use leptos::prelude::*;
use leptos_meta::Title;

use super::request::{next, with_next};
use crate::{
    actions::{Signup, typed_email},
    components::{Alert, CredentialsFields},
};

/// The form, and what was wrong with it.
#[component]
pub fn SignupPage() -> impl IntoView {
    let signup = ServerAction::<Signup>::new();
    let error = signup.value().get_untracked().and_then(Result::err);
    let next = next();
    let login = with_next("/login", next.as_deref());
    view! {
        <Title text="Sign up" />
        <h1>"Sign up"</h1>
        {error.filter(|error| error.field().is_none()).map(|error| view! { <Alert>{error.to_string()}</Alert> })}
        <div class="card form">
            <ActionForm action=signup>
                <CredentialsFields
                    error
                    typed_email=typed_email()
                    next
                    autocomplete="new-password"
                    password_hint="At least 8 characters. A few unrelated words are easy to remember and hard to guess."
                />
                <button type="submit" class="button button-primary">"Sign up"</button>
            </ActionForm>
        </div>
        <p>"Have an account? " <a href=login>"Sign in"</a></p>
    }
}
