//! Sign-in and security: where the user is signed in, and the ways to what else concerns them alone.

use http::StatusCode;
use leptos::prelude::*;
use sea_orm::EntityTrait;

use crate::{
    actions::EndSession,
    auth::{has_password, own_sessions},
    components::{Alert, EmailSection, ErrorAlert, PageTitle, SessionList, TimeZone},
    entity::user,
    model::DELETE_ACCOUNT,
    request::{self, reader},
    say,
};

/// Only reached when signed in, whatever the account.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let end = ServerAction::<EndSession>::new();
    let error = end.value().get_untracked().and_then(Result::err);
    let ended = error.is_none().then(|| request::query("ended")).flatten();
    let reader = reader();
    let done = ended.map(|which| match which.as_str() {
        "others" => say!(reader, "other-sessions-ended"),
        _ => say!(reader, "session-ended"),
    });
    view! {
        <PageTitle text=say!(reader, "security") is_error=error.is_some() />
        <TimeZone />
        <h1>{say!(reader, "security")}</h1>
        {done.map(|text| view! { <p class="notice notice-good" role="status">{text}</p> })}
        {error.map(|error| view! { <ErrorAlert error reference=None /> })}
        {request::has_mail().then(|| view! { <Email /> })}
        <Sessions end />
        <Links />
        <p>
            <a href="/account">{say!(reader, "back-to-account")}</a>
        </p>
    }
}

/// The user's address.
#[component]
fn Email() -> impl IntoView {
    let reader = reader();
    let (db, user) = (request::database(), request::user());
    view! {
        <Suspense>
            {Suspend::new(async move {
                let found = match db.zip(user) {
                    Some((db, user)) => user::Entity::find_by_id(user.0).one(&db).await,
                    None => Ok(None),
                };
                match found {
                    Ok(found) => {
                        found
                            .map(|user| {
                                let has_password = user.password_hash.is_some();
                                view! { <EmailSection email=user.email is_verified=user.email_verified has_password /> }
                            })
                            .into_any()
                    }
                    Err(error) => {
                        tracing::error!(error = %error, "the user's address could not be read");
                        view! { <Alert><p>{say!(reader, "try-again-soon")}</p></Alert> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Sessions(end: ServerAction<EndSession>) -> impl IntoView {
    let reader = reader();
    let (db, user, session) = (request::database(), request::user(), request::session());
    let response = use_context::<leptos_axum::ResponseOptions>();
    view! {
        <Suspense>
            {Suspend::new(async move {
                let found = match (db, user, session) {
                    (Some(db), Some(user), Some(session)) => own_sessions(&db, user, &session).await,
                    _ => Ok(Vec::new()),
                };
                match found {
                    Ok(sessions) => view! { <SessionList sessions end reader /> }.into_any(),
                    Err(error) => {
                        tracing::error!(error = %error, "the user's sessions could not be read");
                        if let Some(response) = response {
                            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
                        }
                        view! { <Alert><p>{say!(reader, "try-again-soon")}</p></Alert> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

/// What is on pages of its own.
#[component]
fn Links() -> impl IntoView {
    let reader = reader();
    let session = request::session();
    let may_delete = request::member().is_some_and(|member| member.role.may_delete_account());
    view! {
        <Suspense>
            {Suspend::new(async move {
                let has_password = match session {
                    Some(session) => request::has_passwords() && has_password(&session).await,
                    None => false,
                };
                (has_password || may_delete)
                    .then(|| {
                        view! {
                            <p class="account-links">
                                {has_password
                                    .then(|| view! { <a href="/account/password">{say!(reader, "change-password")}</a> })}
                                {may_delete
                                    .then(|| view! { <a href=DELETE_ACCOUNT>{say!(reader, "delete-account")}</a> })}
                            </p>
                        }
                    })
            })}
        </Suspense>
    }
}
