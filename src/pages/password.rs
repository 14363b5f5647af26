//! Changing the password.

use leptos::prelude::*;

use crate::{
    actions::ChangePassword,
    components::{ErrorAlert, PageTitle, PasswordField},
    model::Field,
    request::{self, reader},
    say,
    text::Told,
};

/// The form, its error, or the confirmation. Only reached when signed in.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let change = ServerAction::<ChangePassword>::new();
    let error = change.value().get_untracked().and_then(Result::err);
    let at = move |field| error.filter(|error| error.field() == Some(field)).map(|error| error.told(&reader()));
    let changed = error.is_none() && request::query("changed").is_some();
    view! {
        <PageTitle text=say!(reader(), "change-password") is_error=error.is_some() />
        <h1>{say!(reader(), "change-password")}</h1>
        {changed
            .then(|| {
                view! {
                    <p class="notice notice-good" role="status">{say!(reader(), "password-changed")}</p>
                }
            })}
        {error.filter(|error| error.field().is_none()).map(|error| view! { <ErrorAlert error reference=None /> })}
        <div class="card form">
            <ActionForm action=change>
                <PasswordField
                    name="current_password"
                    label=say!(reader(), "current-password")
                    autocomplete="current-password"
                    error=at(Field::CurrentPassword)
                    hint=None
                />
                <PasswordField
                    name="password"
                    label=say!(reader(), "new-password")
                    autocomplete="new-password"
                    error=at(Field::Password)
                    hint=Some(say!(reader(), "password-hint"))
                />
                <button type="submit" class="button button-primary">{say!(reader(), "change-password")}</button>
            </ActionForm>
        </div>
        <p>
            <a href="/account">{say!(reader(), "back-to-account")}</a>
        </p>
    }
}
