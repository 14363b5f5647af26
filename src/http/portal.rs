//! `POST /api/portal`: opens the portal for scripts, which get its URL instead of a redirect.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use billing::{Flow, OpenPortalError};
use serde::Deserialize;
use serde_json::json;
use stripe::Remedy;

use crate::{
    account::{Accounts, Limited, TooMany},
    auth::Visitor,
    http::api_error,
    state::Settings,
    text::Reader,
};

/// The request's body. Other fields are ignored, especially a customer or a return URL.
#[derive(Default, Deserialize)]
struct Ask {
    flow: Option<String>,
    price: Option<String>,
    subscription: Option<String>,
}

/// Answers `{"url"}`, or `{"error"}` with the status that fits.
pub async fn create_portal_session(
    State(accounts): State<Accounts>,
    State(settings): State<Arc<Settings>>,
    visitor: Result<Visitor, StatusCode>,
    reader: Reader,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let mut response = match (visitor, body) {
        (_, Err(unread)) => api_error(unread.status(), "The body cannot be read, or is too large"),
        (Ok(visitor), Ok(body)) => answer(&accounts, &settings, visitor, &reader, &body).await,
        (Err(_), Ok(_)) => unavailable(None),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn answer(accounts: &Accounts, settings: &Settings, visitor: Visitor, reader: &Reader, body: &[u8]) -> Response {
    let member = match visitor {
        Visitor::SignedOut => return api_error(StatusCode::UNAUTHORIZED, "Unauthorized"),
        Visitor::User(_) => return api_error(StatusCode::FORBIDDEN, "Choose an account first"),
        Visitor::Member(member) => member,
    };
    let ask: Ask = if body.iter().all(u8::is_ascii_whitespace) {
        Ask::default()
    } else {
        match serde_json::from_slice(body) {
            Ok(ask) => ask,
            Err(_) => {
                return api_error(StatusCode::BAD_REQUEST, "The body must be empty or JSON such as {\"flow\": \"…\"}");
            }
        }
    };
    let flow = match Flow::parse(ask.flow.as_deref(), ask.price.as_deref(), ask.subscription.as_deref()) {
        Ok(flow) => flow,
        Err(error) => return api_error(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match accounts.open_portal(&member, flow.as_ref(), reader.language().at_stripe()).await {
        Ok(destination) => Json(json!({ "url": settings.address_of(&destination) })).into_response(),
        Err(error) => failure(&error),
    }
}

fn failure(error: &Limited<OpenPortalError>) -> Response {
    let error = match error {
        Limited::TooMany(TooMany { retry_after }) => {
            return later(StatusCode::TOO_MANY_REQUESTS, "Too many requests", Some(retry_after.as_secs() + 1));
        }
        Limited::NotAllowed(_) => {
            return api_error(StatusCode::FORBIDDEN, "Your role in this account does not allow this");
        }
        Limited::Billing(error) => error,
    };
    let retry_after = match error {
        OpenPortalError::NoCustomer => return api_error(StatusCode::NOT_FOUND, "No billing account"),
        OpenPortalError::Stripe(error) => match error.kind.remedy() {
            Remedy::Configure => {
                return api_error(StatusCode::INTERNAL_SERVER_ERROR, "Billing is not available yet");
            }
            Remedy::Wait => error.retry_after.map(|pause| pause.as_secs()),
            Remedy::Unknown => {
                return api_error(StatusCode::INTERNAL_SERVER_ERROR, "The billing portal could not be opened");
            }
        },
        OpenPortalError::Database(error) => {
            tracing::error!(error = %error, "the customer could not be looked up");
            None
        }
    };
    unavailable(retry_after)
}

fn unavailable(retry_after: Option<u64>) -> Response {
    later(StatusCode::SERVICE_UNAVAILABLE, "Billing is temporarily unavailable", retry_after)
}

/// A temporary error, with the seconds to wait if they are known.
fn later(status: StatusCode, error: &str, seconds: Option<u64>) -> Response {
    let mut response = api_error(status, error);
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    response
}
