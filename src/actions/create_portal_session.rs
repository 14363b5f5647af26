//! The button Manage Subscription: opens the portal for the signed-in user's customer.

use billing::Flow;
use leptos::prelude::*;

use crate::{
    model::{PortalError, Reference, ReturnPath},
    request,
};

/// Redirects to a new portal session, or to the login page if nobody is signed in.
///
/// # Errors
/// Why the portal did not open.
#[server(endpoint = "create_portal_session")]
pub async fn create_portal_session(
    #[server(default)] flow: Option<String>,
    #[server(default)] price: Option<String>,
    #[server(default)] subscription: Option<String>,
) -> Result<(), PortalError> {
    let accounts = request::accounts().ok_or(PortalError::Unexpected(None))?;
    let reference = request::of_parts(|parts| Reference::of(&parts.headers));
    let member = request::member_or_redirect(&ReturnPath::default())?;
    let flow = Flow::parse(flow.as_deref(), price.as_deref(), subscription.as_deref());
    let flow = flow.map_err(|_| PortalError::UnknownFlow)?;
    let opened = accounts.open_portal(&member, flow.as_ref(), request::reader().language().at_stripe()).await;
    let destination = opened.map_err(|error| PortalError::of(&error, reference))?;
    leptos_axum::redirect(&request::address_of(&destination));
    Ok(())
}
