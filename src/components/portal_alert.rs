//! The alert that the portal did not open.

use leptos::prelude::*;

use crate::{components::alert::Alert, model::PortalError};

/// The error, a link to the plans if the user has none, and the request id for support.
#[component]
pub fn PortalAlert(error: PortalError) -> impl IntoView {
    let no_customer = error == PortalError::NoBillingAccount;
    view! {
        <Alert>
            <p>{error.to_string()}</p>
            {no_customer.then(|| view! { <p><a href="/pricing">"View Plans"</a></p> })}
            {error.reference().map(|id| view! { <p>"For support: " <code>{id.to_string()}</code></p> })}
        </Alert>
    }
}
