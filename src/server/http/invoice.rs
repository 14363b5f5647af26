//! `GET /account/invoices/{id}`, `…/pdf` and `…/pay`: the way to Stripe's page and file for an invoice of the
//! signed-in user.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{error_page, guard::found};
use crate::{
    model::InvoiceDocument,
    server::{
        auth::CurrentUser,
        billing::{OpenInvoiceError, TooMany, open_invoice},
        state::AppState,
        stripe::StripeErrorKind,
    },
};

type Id = Result<Path<String>, PathRejection>;

/// To Stripe's page for the invoice.
pub async fn invoice_page(State(state): State<AppState>, user: CurrentUser, id: Id) -> Response {
    lead(&state, user, id, InvoiceDocument::Page).await
}

/// To the invoice as a file.
pub async fn invoice_pdf(State(state): State<AppState>, user: CurrentUser, id: Id) -> Response {
    lead(&state, user, id, InvoiceDocument::Pdf).await
}

/// To where the invoice can be paid.
pub async fn pay_invoice(State(state): State<AppState>, user: CurrentUser, id: Id) -> Response {
    lead(&state, user, id, InvoiceDocument::Payment).await
}

/// Redirects there, or says why not. A layer in front sends whoever is not signed in to the login page.
async fn lead(state: &AppState, CurrentUser(user): CurrentUser, id: Id, document: InvoiceDocument) -> Response {
    let (Some(user), Ok(Path(id))) = (user, id) else { return error_page(StatusCode::NOT_FOUND) };
    match open_invoice(state, user, &id, document).await {
        Ok(destination) => found(&destination.expose(state)),
        Err(error) => failure(&error),
    }
}

fn failure(error: &OpenInvoiceError) -> Response {
    match error {
        OpenInvoiceError::NotFound => error_page(StatusCode::NOT_FOUND),
        OpenInvoiceError::NoLink => error_page(StatusCode::GONE),
        OpenInvoiceError::TooMany(TooMany { retry_after }) => {
            let mut response = error_page(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after.as_secs() + 1));
            response
        }
        OpenInvoiceError::Stripe(error) => error_page(match &error.kind {
            kind if kind.is_transient() => StatusCode::SERVICE_UNAVAILABLE,
            StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }),
        OpenInvoiceError::Database(error) => {
            tracing::error!(error = %error, "the invoice could not be looked up");
            error_page(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
