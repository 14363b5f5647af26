//! Changing the password.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    actions::ChangePassword,
    components::{Alert, PASSWORD_HINT, PasswordField},
    model::Field,
    request,
};

/// The form, its error, or the confirmation. Only reached when signed in.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let change = ServerAction::<ChangePassword>::new();
    let error = change.value().get_untracked().and_then(Result::err);
    let at = move |field| error.filter(|error| error.field() == Some(field)).map(|error| error.to_string());
    let changed = error.is_none() && request::query("changed").is_some();
    let title = if error.is_some() { "Error: Change password" } else { "Change password" };
    view! {
        <Title text=title />
        <h1>"Change password"</h1>
        {changed
            .then(|| {
                view! {
                    <p class="notice" role="status">
                        "Your password was changed. You were signed out everywhere else."
                    </p>
                }
            })}
        {error.filter(|error| error.field().is_none()).map(|error| view! { <Alert>{error.to_string()}</Alert> })}
        <div class="card form">
            <ActionForm action=change>
                <PasswordField
                    name="current_password"
                    label="Current password"
                    autocomplete="current-password"
                    error=at(Field::CurrentPassword)
                />
                <PasswordField
                    name="password"
                    label="New password"
                    autocomplete="new-password"
                    error=at(Field::Password)
                    hint=Some(PASSWORD_HINT)
                />
                <button type="submit" class="button button-primary">"Change password"</button>
            </ActionForm>
        </div>
        <p>
            <a href="/account">"Back to your account"</a>
        </p>
    }
}
