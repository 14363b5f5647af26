//! Why the portal did not open, with what helps.

use leptos::prelude::*;

use crate::{components::alert::Alert, model::PortalError};

/// The error in words, the way to the plans where that is what is missing, and the number to quote.
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
