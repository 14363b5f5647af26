//! `POST /api/portal`: the portal for callers that want its URL rather than a redirect.

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::api_error;
use crate::{
    model::Flow,
    server::{
        auth::CurrentUser,
        billing::{OpenPortalError, TooMany, open_portal},
        state::AppState,
        stripe::StripeErrorKind,
    },
};

/// What may be asked; anything else in the body is not looked at, least of all a customer or a
/// return URL.
#[derive(Default, Deserialize)]
struct Ask {
    flow: Option<String>,
    price: Option<String>,
    subscription: Option<String>,
}

/// Answers `{"url"}`, or `{"error"}` with the status that fits.
pub async fn create_portal_session(
    State(state): State<AppState>,
    user: Result<CurrentUser, StatusCode>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let mut response = match (user, body) {
        (_, Err(unread)) => api_error(unread.status(), "The body cannot be read, or is too large"),
        (Ok(user), Ok(body)) => answer(&state, user, &body).await,
        (Err(_), Ok(_)) => unavailable(None),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn answer(state: &AppState, CurrentUser(user): CurrentUser, body: &[u8]) -> Response {
    let Some(user) = user else {
        return api_error(StatusCode::UNAUTHORIZED, "Unauthorized");
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
    match open_portal(state, user, flow.as_ref()).await {
        Ok(destination) => Json(json!({ "url": destination.expose(state) })).into_response(),
        Err(error) => failure(&error),
    }
}

fn failure(error: &OpenPortalError) -> Response {
    let retry_after = match error {
        OpenPortalError::NoCustomer => return api_error(StatusCode::NOT_FOUND, "No billing account"),
        OpenPortalError::TooMany(TooMany { retry_after }) => {
            return later(StatusCode::TOO_MANY_REQUESTS, "Too many requests", Some(retry_after.as_secs() + 1));
        }
        OpenPortalError::Stripe(error) => match &error.kind {
            StripeErrorKind::PortalNotConfigured | StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => {
                return api_error(StatusCode::INTERNAL_SERVER_ERROR, "Billing is not available yet");
            }
            kind if kind.is_transient() => error.retry_after.map(|pause| pause.as_secs()),
            _ => return api_error(StatusCode::INTERNAL_SERVER_ERROR, "The billing portal could not be opened"),
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

/// A refusal that passes, after so many seconds if that is known.
fn later(status: StatusCode, error: &str, seconds: Option<u64>) -> Response {
    let mut response = api_error(status, error);
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    response
}
