//! The account page: what one pays for, and the way to change it.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use super::visitor;
use crate::{
    actions::CreatePortalSession,
    components::{Alert, Hydration, Moment, PlanCard},
    islands::ManageBillingButton,
    model::PortalError,
    server::{
        billing::{Account, load_account},
        state::AppState,
    },
};

/// Only reached signed in: a layer in front sends everybody else to the login page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let state = use_context::<AppState>();
    let visitor = visitor();
    let portal = ServerAction::<CreatePortalSession>::new();
    let error = portal.value().get_untracked().and_then(Result::err);
    let response = use_context::<leptos_axum::ResponseOptions>();
    view! {
        <Title text="Account" />
        <h1>"Account Settings"</h1>
        {error.map(|error| view! { <PortalAlert error /> })}
        <Suspense>
            {Suspend::new(async move {
                let account = match (state, visitor.await) {
                    (Some(state), Some(user)) => load_account(&state.db, user).await,
                    _ => Ok(None),
                };
                match account {
                    Ok(Some(account)) => view! { <AccountDetails account portal /> }.into_any(),
                    Ok(None) => view! { <p>"This account no longer exists."</p> }.into_any(),
                    Err(error) => {
                        tracing::error!(error = %error, "the account could not be read");
                        if let Some(response) = response {
                            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
                        }
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
    view! {
        <p class="signed-in-as">"Signed in as " <strong>{account.email}</strong></p>
        <PlanCard plan=account.plan />
        {if account.has_customer {
            view! {
                <ActionForm action=portal>
                    <ManageBillingButton />
                </ActionForm>
                <Hydration />
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
