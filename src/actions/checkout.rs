//! Choosing a plan.

use leptos::prelude::*;

use crate::{
    model::{CheckoutError, ReturnPath},
    request,
    server::{
        billing::{CheckoutFailure, OpenPortalError, SyncError, begin_checkout},
        stripe::{StripeError, StripeErrorKind},
    },
};

/// Redirects to Checkout for the price; to the portal, if there is a plan already; or a browser that is
/// not signed in to the login page, and back to the prices.
///
/// # Errors
/// Why it did not begin. Nothing was sold then.
#[server(endpoint = "checkout")]
pub async fn checkout(#[server(default)] price: String) -> Result<(), CheckoutError> {
    let state = request::state().ok_or(CheckoutError::Unexpected)?;
    let user = request::visitor().await.map_err(|_| CheckoutError::Unavailable)?;
    let Some(user) = user else {
        leptos_axum::redirect(&"/pricing".parse::<ReturnPath>().unwrap_or_default().login_url());
        return Err(CheckoutError::SignedOut);
    };
    let destination = begin_checkout(&state, user, &price).await.map_err(|failure| {
        tracing::warn!(user.id = user.0, error = %failure, "checkout could not be opened");
        tell(&failure)
    })?;
    leptos_axum::redirect(&destination.expose(&state));
    Ok(())
}

fn tell(failure: &CheckoutFailure) -> CheckoutError {
    match failure {
        CheckoutFailure::NotOffered => CheckoutError::NotOffered,
        CheckoutFailure::OtherCurrency => CheckoutError::OtherCurrency,
        CheckoutFailure::BeginsLater => CheckoutError::BeginsLater,
        CheckoutFailure::TooMany(_) | CheckoutFailure::Portal(OpenPortalError::TooMany(_)) => CheckoutError::TooMany,
        CheckoutFailure::Database(_) | CheckoutFailure::Contended => CheckoutError::Unavailable,
        CheckoutFailure::Stripe(error) => of_stripe(error),
        CheckoutFailure::Sync(SyncError::Stripe(error)) => of_stripe(error),
        CheckoutFailure::Sync(_) => CheckoutError::Unavailable,
        CheckoutFailure::Portal(OpenPortalError::Stripe(error)) => of_stripe(error),
        CheckoutFailure::Portal(OpenPortalError::Database(_)) => CheckoutError::Unavailable,
        CheckoutFailure::Portal(OpenPortalError::NoCustomer) => CheckoutError::Unexpected,
    }
}

fn of_stripe(error: &StripeError) -> CheckoutError {
    match &error.kind {
        StripeErrorKind::PortalNotConfigured | StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => {
            CheckoutError::NotConfigured
        }
        kind if kind.is_transient() => CheckoutError::Unavailable,
        _ => CheckoutError::Unexpected,
    }
}
