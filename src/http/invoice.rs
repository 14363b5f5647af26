//! `GET /account/invoices/{id}`, `…/pdf` and `…/pay`: redirects to Stripe's page, PDF and payment
//! page for an invoice of the account.

use std::sync::Arc;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use billing::{InvoiceDocument, OpenInvoiceError};
use stripe::Remedy;

use crate::{
    account::{Accounts, Limited, TooMany},
    auth::Visitor,
    http::{error_page, guard::found},
    state::Settings,
};

type Id = Result<Path<String>, PathRejection>;

/// Redirects to Stripe's page for the invoice.
pub async fn invoice_page(
    State(accounts): State<Accounts>,
    State(settings): State<Arc<Settings>>,
    visitor: Visitor,
    id: Id,
) -> Response {
    lead(&accounts, &settings, visitor, id, InvoiceDocument::Page).await
}

/// Redirects to the invoice as a PDF.
pub async fn invoice_pdf(
    State(accounts): State<Accounts>,
    State(settings): State<Arc<Settings>>,
    visitor: Visitor,
    id: Id,
) -> Response {
    lead(&accounts, &settings, visitor, id, InvoiceDocument::Pdf).await
}

/// Redirects to the page on which the invoice can be paid.
pub async fn pay_invoice(
    State(accounts): State<Accounts>,
    State(settings): State<Arc<Settings>>,
    visitor: Visitor,
    id: Id,
) -> Response {
    lead(&accounts, &settings, visitor, id, InvoiceDocument::Payment).await
}

/// Redirects to the document, or answers with an error page. A layer redirects visitors who are not
/// signed in to the login page.
async fn lead(
    accounts: &Accounts,
    settings: &Settings,
    visitor: Visitor,
    id: Id,
    document: InvoiceDocument,
) -> Response {
    let (Some(member), Ok(Path(id))) = (visitor.member(), id) else { return error_page(StatusCode::NOT_FOUND) };
    match accounts.open_invoice(&member, &id, document).await {
        Ok(destination) => found(&settings.address_of(&destination)),
        Err(error) => failure(&error),
    }
}

fn failure(error: &Limited<OpenInvoiceError>) -> Response {
    let error = match error {
        Limited::TooMany(TooMany { retry_after }) => {
            let mut response = error_page(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after.as_secs() + 1));
            return response;
        }
        Limited::NotAllowed(_) => return error_page(StatusCode::FORBIDDEN),
        Limited::Billing(error) => error,
    };
    match error {
        OpenInvoiceError::NotFound | OpenInvoiceError::Foreign => error_page(StatusCode::NOT_FOUND),
        OpenInvoiceError::NoLink => error_page(StatusCode::GONE),
        OpenInvoiceError::Stripe(error) => error_page(match error.kind.remedy() {
            Remedy::Configure | Remedy::Wait => StatusCode::SERVICE_UNAVAILABLE,
            Remedy::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
        }),
        OpenInvoiceError::Database(error) => {
            tracing::error!(error = %error, "the invoice could not be looked up");
            error_page(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
