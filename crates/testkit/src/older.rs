//! A Stripe account without pausing in its portal.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use stripe::PAUSING;
use tokio::net::TcpListener;

use crate::proxy::pass_on;

/// What it does with a request in the version with pausing.
#[derive(Clone, Copy, Debug)]
pub enum Older {
    /// It refuses the version.
    RefusesVersion,
    /// It answers in its own, older version.
    IgnoresVersion,
}

/// Starts a proxy that makes the simulator at `target` such an account. Returns its address, with a
/// slash at the end.
pub async fn older_account(target: &str, older: Older) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let account = Account { target: target.trim_end_matches('/').to_owned(), url: url.clone(), older };
    let app = Router::new().fallback(answer).with_state(account);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

#[derive(Clone)]
struct Account {
    target: String,
    /// The proxy's address.
    url: String,
    older: Older,
}

async fn answer(State(Account { target, url, older }): State<Account>, mut request: Request) -> Response {
    let version = request.headers_mut().get_mut("stripe-version").unwrap();
    match older {
        Older::RefusesVersion if version == PAUSING => {
            let message = format!("Invalid Stripe API version: {PAUSING}");
            let error = serde_json::json!({ "error": { "type": "invalid_request_error", "message": message } });
            (StatusCode::BAD_REQUEST, [("content-type", "application/json")], error.to_string()).into_response()
        }
        Older::RefusesVersion | Older::IgnoresVersion => {
            *version = "2026-09-30.endive".parse().unwrap();
            let (mut parts, body) = pass_on(State((target.clone(), |_, _| {})), request).await.into_parts();
            let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().into()).unwrap();
            parts.headers.remove("content-length");
            // The portal has the same origin as the API.
            Response::from_parts(parts, Body::from(body.replace(&target, url.trim_end_matches('/'))))
        }
    }
}
