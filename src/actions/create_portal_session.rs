//! The click on Manage Subscription: who is it, which customer are they, and off to the portal.

use leptos::prelude::*;

use crate::{
    model::{Flow, PortalError, Reference, ReturnPath},
    request,
    server::{
        billing::{OpenPortalError, open_portal},
        stripe::StripeErrorKind,
    },
};

/// Redirects to a fresh portal session, or a browser that is not signed in to the login page.
///
/// # Errors
/// Why the portal did not open.
#[server(endpoint = "create_portal_session")]
pub async fn create_portal_session(
    #[server(default)] flow: Option<String>,
    #[server(default)] price: Option<String>,
    #[server(default)] subscription: Option<String>,
) -> Result<(), PortalError> {
    let (Some(state), Some(parts)) = (request::state(), request::parts()) else {
        return Err(PortalError::Unexpected(None));
    };
    let reference = Reference::of(&parts.headers);
    let user = request::visitor().await.map_err(|_| PortalError::Unavailable(reference.clone()))?;
    let Some(user) = user else {
        leptos_axum::redirect(&ReturnPath::default().login_url());
        return Err(PortalError::SignedOut);
    };
    let flow = Flow::parse(flow.as_deref(), price.as_deref(), subscription.as_deref());
    let flow = flow.map_err(|_| PortalError::UnknownFlow)?;
    let destination = open_portal(&state, user, flow.as_ref()).await.map_err(|error| tell(&error, reference))?;
    leptos_axum::redirect(&destination.expose(&state));
    Ok(())
}

/// What the customer is told of a failure; the operator's part is in the log already.
fn tell(error: &OpenPortalError, reference: Option<Reference>) -> PortalError {
    match error {
        OpenPortalError::NoCustomer => PortalError::NoBillingAccount,
        OpenPortalError::TooMany(_) => PortalError::TooMany,
        OpenPortalError::Database(error) => {
            tracing::error!(error = %error, "the customer could not be looked up");
            PortalError::Unavailable(reference)
        }
        OpenPortalError::Stripe(error) => match &error.kind {
            StripeErrorKind::PortalNotConfigured | StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => {
                PortalError::NotConfigured
            }
            kind if kind.is_transient() => PortalError::Unavailable(reference),
            _ => PortalError::Unexpected(reference),
        },
    }
}
