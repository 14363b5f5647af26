//! The account page: what one pays for, and the way to change it.

use std::time::Duration;

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    actions::CreatePortalSession,
    components::{Alert, DeepLinks, Hydration, Moment, PlanCard},
    islands::ManageBillingButton,
    model::PortalError,
    request::{self, query, visitor},
    server::billing::{Account, load_account, refresh},
};

/// Only reached signed in: a layer in front sends everybody else to the login page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let state = request::state();
    let visitor = visitor();
    let portal = ServerAction::<CreatePortalSession>::new();
    let error = portal.value().get_untracked().and_then(Result::err);
    // Back from Checkout: the webhook may still be on its way. After a few tries it is left to it.
    let tries = (query("from").as_deref() == Some("checkout"))
        .then(|| query("try").and_then(|count| count.parse::<u8>().ok()).unwrap_or(0));
    let title = if error.is_some() { "Error: Account" } else { "Account" };
    let response = use_context::<leptos_axum::ResponseOptions>();
    view! {
        <Title text=title />
        <h1>"Account Settings"</h1>
        {error.map(|error| view! { <PortalAlert error /> })}
        <Suspense>
            {Suspend::new(async move {
                let mut updating = None;
                let account = match (state, visitor.await) {
                    (Some(state), Ok(Some(user))) => {
                        if let Some(tries) = tries
                            && !refresh(&state, user, PATIENCE).await
                        {
                            updating = Some(tries);
                        }
                        load_account(&state.db, user).await.map_err(|error| {
                            tracing::error!(error = %error, "the account could not be read");
                        })
                    }
                    (_, Ok(_)) => Ok(None),
                    (None, _) | (_, Err(_)) => Err(()),
                };
                let status = |status| {
                    if let Some(response) = response {
                        response.set_status(status);
                    }
                };
                match account {
                    Ok(Some(account)) => view! {
                        {updating.map(|tries| view! { <Updating tries /> })}
                        <AccountDetails account portal />
                    }
                        .into_any(),
                    Ok(None) => {
                        status(StatusCode::NOT_FOUND);
                        view! { <p>"This account no longer exists. You can " <a href="/">"start anew"</a> "."</p> }.into_any()
                    }
                    Err(()) => {
                        status(StatusCode::SERVICE_UNAVAILABLE);
                        view! {
                            <Alert>
                                "Your account cannot be shown right now. Nothing was changed. Try again in a minute."
                            </Alert>
                        }
                            .into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn AccountDetails(account: Account, portal: ServerAction<CreatePortalSession>) -> impl IntoView {
    let links = account.plan.clone();
    view! {
        <p class="signed-in-as">"Signed in as " <strong>{account.email}</strong></p>
        {if account.has_customer && account.synced_at.is_none() {
            view! {
                <p class="notice">"Your subscription has not been fetched from our payment provider yet. It appears here shortly."</p>
            }
                .into_any()
        } else {
            view! { <PlanCard plan=account.plan /> }.into_any()
        }}
        {if account.has_customer {
            view! {
                <ActionForm action=portal>
                    <ManageBillingButton />
                </ActionForm>
                <Hydration />
                <DeepLinks plan=links portal />
                <p class="hint">
                    "Change your plan or card, see invoices or cancel, on a page hosted by our payment provider."
                </p>
            }
                .into_any()
        } else {
            view! { <a class="button button-primary" href="/pricing">"View Plans"</a> }.into_any()
        }}
        {account
            .synced_at
            .map(|at| {
                view! { <p class="hint">"As of " <Moment at /> "."</p> }
            })}
    }
}

/// How long the page waits for Stripe when somebody comes back from paying.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often the page looks again by itself.
const MOST_TRIES: u8 = 5;

/// Says that news is on its way, and looks again: by the browser itself, without JavaScript.
#[component]
fn Updating(tries: u8) -> impl IntoView {
    let again = (tries < MOST_TRIES).then(|| format!("3; url=/account?from=checkout&try={}", tries + 1));
    view! {
        <p class="notice" role="status">
            "Updating… What you have just changed appears here shortly. "
            <a href="/account?from=checkout">"Look again"</a>
        </p>
        {again.map(|content| view! { <meta http-equiv="refresh" content=content /> })}
    }
}

#[component]
fn PortalAlert(error: PortalError) -> impl IntoView {
    let no_customer = error == PortalError::NoBillingAccount;
    view! {
        <Alert>
            <p>{error.to_string()}</p>
            {no_customer.then(|| view! { <p><a href="/pricing">"View Plans"</a></p> })}
            {error.reference().map(|id| view! { <p>"For support: " <code>{id.to_string()}</code></p> })}
        </Alert>
    }
}
