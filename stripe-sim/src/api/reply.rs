//! An answer of the API on its way to becoming bytes.

use crate::error::Error;
use crate::unkind::{Spoiled, Unkind, written};
use crate::versions::Version;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Json, Response};
use serde_json::{Map, Value, json};

pub(crate) enum Body {
    Json(Value),
    Html(String),
    /// JSON that no tree of values could be.
    Text(String),
}

pub(crate) struct Reply {
    pub status: u16,
    pub body: Body,
    pub retry_after: Option<u32>,
    /// The request whose answer this repeats.
    pub replay_of: Option<String>,
    /// Stripe's own advice, where it gives any.
    pub should_retry: Option<bool>,
    /// There were too many requests, and not a script that says so.
    pub limited: bool,
    pub version: Version,
}

impl Reply {
    pub fn json(status: u16, body: Value) -> Self {
        Self {
            status,
            body: Body::Json(body),
            retry_after: None,
            replay_of: None,
            should_retry: None,
            limited: false,
            version: Version::default(),
        }
    }

    pub fn error(error: &Error, request_id: &str) -> Self {
        let mut reply = Self::json(error.status(), error.body(request_id));
        reply.should_retry = match error {
            Error::KeyInUse(_) => Some(true),
            // Libraries would try a 5xx again.
            Error::NotSimulated { .. } => Some(false),
            _ => None,
        };
        reply
    }

    /// The error Stripe would send with a status, with fields changed as a script asks.
    pub fn scripted(status: u16, changes: &Map<String, Value>) -> Self {
        let mut error = match status {
            429 => json!({
                "type": "invalid_request_error",
                "code": "rate_limit",
                "message": "Request rate limit exceeded. Learn more about rate limits here \
                    https://stripe.com/docs/rate-limits.",
            }),
            500.. => json!({
                "type": "api_error",
                "message": "An unknown error occurred",
            }),
            _ => json!({
                "type": "invalid_request_error",
                "message": "This request was made to fail by the simulator.",
            }),
        };
        for (field, value) in changes {
            error[field] = value.clone();
        }
        Self::json(status, json!({ "error": error }))
    }

    pub fn gateway(status: u16) -> Self {
        let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n");
        Self { body: Body::Html(page), ..Self::json(status, Value::Null) }
    }

    /// In the shape of a version.
    pub fn shaped(mut self, version: Version) -> Self {
        if let Body::Json(body) = &mut self.body {
            version.shape(body);
        }
        Self { version, ..self }
    }

    /// With the objects in it that are in trouble as they are.
    pub fn spoiled(self, unkind: &Unkind) -> Self {
        let Body::Json(mut body) = self.body else { return self };
        match unkind.spoil(&mut body) {
            Spoiled::Error(status) => Self { version: self.version, ..Self::scripted(status, &Map::new()) },
            spoiled => Self { body: Body::Text(written(&body.to_string(), &spoiled)), ..self },
        }
    }

    pub fn into_response(self, request_id: &str, idempotency_key: Option<&str>) -> Response {
        let is_gateway = matches!(self.body, Body::Html(_));
        let mut response = match self.body {
            Body::Json(body) => Json(body).into_response(),
            Body::Html(page) => Html(page).into_response(),
            Body::Text(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        };
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if is_gateway {
            // Whoever answered knows nothing of requests' ids.
            return response;
        }
        headers.insert("stripe-version", HeaderValue::from_static(self.version.name()));
        put(headers, "stripe-rate-limited-reason", self.limited.then_some("global-rate"));
        put(headers, "request-id", Some(request_id));
        put(headers, "idempotency-key", idempotency_key);
        put(headers, "original-request", self.replay_of.as_deref());
        put(headers, "idempotent-replayed", self.replay_of.as_ref().map(|_| "true"));
        put(headers, "stripe-should-retry", self.should_retry.map(|retry| if retry { "true" } else { "false" }));
        response
    }
}

fn put(headers: &mut HeaderMap, name: &'static str, value: Option<&str>) {
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
