//! The alert that the portal did not open.

use leptos::prelude::*;

use crate::{
    components::alert::{Alert, ErrorAlert},
    model::PortalError,
    request::reader,
    say,
    text::Told,
};

/// The error, a link to the plans if the user has none, and the request id for support.
#[component]
pub fn PortalAlert(error: PortalError) -> impl IntoView {
    let reader = reader();
    if error == PortalError::NoBillingAccount {
        let text = error.told(&reader);
        return view! { <Alert><p>{text}</p><p><a href="/pricing">{say!(reader, "view-plans")}</a></p></Alert> }
            .into_any();
    }
    let reference = error.reference().cloned();
    view! { <ErrorAlert error reference /> }.into_any()
}
