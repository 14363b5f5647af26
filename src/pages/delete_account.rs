//! Deleting the account: what that means, and the form.

use http::StatusCode;
use leptos::prelude::*;

use crate::{
    account::has_other_owners,
    actions::{CONFIRMED, DeleteAccount},
    components::{Alert, ErrorAlert, FieldNote, PageTitle, PasswordField},
    model::{AuthError, DeletionError, MEMBERS, SECURITY},
    request::{self, reader},
    say,
    text::Told,
};

/// Only reached by owners.
#[component]
pub fn DeleteAccountPage() -> impl IntoView {
    let delete = ServerAction::<DeleteAccount>::new();
    let error = delete.value().get_untracked().and_then(Result::err);
    let texts = reader();
    let (db, member) = (request::database(), request::member());
    let needs_password = member.as_ref().is_some_and(request::needs_password);
    let response = use_context::<leptos_axum::ResponseOptions>();
    view! {
        <PageTitle text=say!(reader(), "delete-account") is_error=error.is_some() />
        <h1>{say!(reader(), "delete-account")}</h1>
        {error.filter(|error| !is_of_a_field(*error)).map(|error| view! { <ErrorAlert error reference=None /> })}
        <Suspense>
            {Suspend::new(async move {
                let found = match db.zip(member) {
                    Some((db, member)) => has_other_owners(&db, &member.account).await,
                    None => Ok(true),
                };
                match found {
                    Ok(true) => view! { <OtherOwners /> }.into_any(),
                    Ok(false) => view! { <Form delete error needs_password /> }.into_any(),
                    Err(error) => {
                        tracing::error!(error = %error, "the account's owners could not be counted");
                        if let Some(response) = response {
                            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
                        }
                        view! { <Alert><p>{say!(texts, "try-again-soon")}</p></Alert> }.into_any()
                    }
                }
            })}
        </Suspense>
        <p>
            <a href=SECURITY>{say!(reader(), "back-to-security")}</a>
        </p>
    }
}

/// Whether it is shown beside a field, and not above the form.
fn is_of_a_field(error: DeletionError) -> bool {
    matches!(error, DeletionError::NotConfirmed | DeletionError::Password(AuthError::CurrentPassword))
}

#[component]
fn OtherOwners() -> impl IntoView {
    let reader = reader();
    view! {
        <p class="notice">{say!(reader, "other-owners-first")}</p>
        <p>
            <a href=MEMBERS>{say!(reader, "members")}</a>
        </p>
    }
}

#[component]
fn Form(delete: ServerAction<DeleteAccount>, error: Option<DeletionError>, needs_password: bool) -> impl IntoView {
    let reader = reader();
    let at = |wanted: DeletionError| error.filter(|error| *error == wanted).map(|error| error.told(&reader));
    let not_confirmed = at(DeletionError::NotConfirmed);
    let invalid = not_confirmed.is_some();
    let password = needs_password.then(|| {
        view! {
            <PasswordField
                name="current_password"
                label=say!(reader, "current-password")
                autocomplete="current-password"
                error=at(DeletionError::Password(AuthError::CurrentPassword))
                hint=None
            />
        }
    });
    view! {
        <p>{say!(reader, "deletion-lead")}</p>
        <ul class="consequences">
            <li>{say!(reader, "deletion-of-plans")}</li>
            <li>{say!(reader, "deletion-of-data")}</li>
            <li>{say!(reader, "deletion-of-invoices")}</li>
        </ul>
        <div class="card form">
            <ActionForm action=delete>
                <div class="field">
                    <FieldNote name="confirmed" error=not_confirmed hint=None />
                    <label class="check" for="confirmed">
                        <input
                            id="confirmed"
                            name="confirmed"
                            type="checkbox"
                            value=CONFIRMED
                            required
                            aria-invalid=invalid.then_some("true")
                            autofocus=invalid
                            aria-describedby=invalid.then_some("confirmed-note")
                        />
                        <span>{say!(reader, "deletion-confirmation")}</span>
                    </label>
                </div>
                {password}
                <button type="submit" class="button button-primary">{say!(reader, "delete-account")}</button>
            </ActionForm>
        </div>
    }
}
