//! Choosing a plan.

use billing::{CheckoutError as Failure, OpenPortalError};
use leptos::prelude::*;

use crate::{account::Limited, model::CheckoutError, request};

/// Redirects to Checkout for the price; to the portal if the user already has a plan; or to the
/// login page, which returns to the prices, if nobody is signed in.
///
/// # Errors
/// Why Checkout did not open. Nothing was sold.
#[server(endpoint = "checkout")]
pub async fn checkout(#[server(default)] price: String) -> Result<(), CheckoutError> {
    let accounts = request::accounts().ok_or(CheckoutError::Unexpected)?;
    let member = request::member_or_redirect(&"/pricing".parse().unwrap_or_default())?;
    let destination = accounts
        .begin_checkout(&member, &price, request::reader().language().at_stripe())
        .await
        .map_err(|failure| {
            // Failures of the portal are logged where it is opened.
            if !matches!(failure, Limited::Billing(Failure::Portal(OpenPortalError::Stripe(_)))) {
                tracing::warn!(user.id = member.user.0, error = %failure, "checkout could not be opened");
            }
            CheckoutError::from(&failure)
        })?;
    leptos_axum::redirect(&request::address_of(&destination));
    Ok(())
}
