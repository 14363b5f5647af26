//! The one door to Stripe's API: a pooled HTTP client that sends async-stripe's typed requests.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use backon::Retryable;
use bytes::Bytes;
use http::{HeaderMap, Method, header};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest, VERSION};
use url::Url;

use super::{
    error::{StripeError, StripeErrorKind},
    retry::{self, Budget},
};
use crate::server::config::SecretKey;

/// The most of an answer that is read: Stripe's largest pages are far below it.
const ANSWER_LIMIT: usize = 16 * 1024 * 1024;

/// A client for one Stripe account. Clones share the connections.
#[derive(Clone, Debug)]
pub struct StripeClient(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    key: SecretKey,
    base: Url,
    budget: Budget,
}

/// A typed answer with the bytes it was read from.
#[derive(Debug)]
pub struct Answer<T> {
    pub value: T,
    pub body: Bytes,
}

impl StripeClient {
    /// `base` ends in a slash; the API version sent is the one async-stripe's types are made for.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(key: SecretKey, base: Url, budget: Budget) -> Result<Self, reqwest::Error> {
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring supports the default TLS versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(concat!("customer-portal/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(3))
            .pool_idle_timeout(Duration::from_secs(90))
            .tcp_keepalive(Duration::from_secs(60))
            .no_proxy()
            .build()?;
        Ok(Self(Arc::new(Inner { http, key, base, budget })))
    }

    /// How long one call may take, and so one click.
    pub fn patience(&self) -> Duration {
        self.0.budget.total
    }

    /// Sends a request, with a fresh idempotency key if it changes anything.
    ///
    /// # Errors
    /// Whatever is left after the retries that fit into the [`Budget`].
    pub async fn send<R>(&self, request: &R) -> Result<Answer<R::Output>, StripeError>
    where
        R: StripeRequest,
        R::Output: miniserde::Deserialize,
    {
        self.send_with_key(request, &uuid::Uuid::new_v4().to_string()).await
    }

    /// Sends a request under an idempotency key of the caller's: two sends with one key make one thing.
    ///
    /// # Errors
    /// As [`StripeClient::send`].
    pub async fn send_with_key<R>(&self, request: &R, idempotency_key: &str) -> Result<Answer<R::Output>, StripeError>
    where
        R: StripeRequest,
        R::Output: miniserde::Deserialize,
    {
        let request = request.build();
        let budget = self.0.budget;
        let deadline = Instant::now() + budget.total;
        let mut failures = 0;
        let calls = (|| self.attempt(&request, idempotency_key))
            .retry(budget.backoff())
            .when(|error: &StripeError| {
                // The same request is being answered elsewhere: that will end, and is no failure.
                let in_flight = error.kind == StripeErrorKind::InFlight;
                failures += usize::from(!in_flight);
                in_flight || (failures < budget.attempts && retry::is_worth_it(error))
            })
            // Stripe's own wish goes before our guess; a pause past the deadline is not worth beginning.
            .adjust(|error: &StripeError, pause| {
                let pause = pause?.max(error.retry_after.unwrap_or_default());
                let at = Instant::now().checked_add(pause)?;
                (at < deadline).then_some(pause)
            })
            .notify(|error, pause| {
                tracing::warn!(
                    stripe.path = %request.path,
                    stripe.error = %error,
                    pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
                    "Stripe call failed; trying again"
                );
            });
        let (body, request_id, status) = tokio::time::timeout(budget.total, calls)
            .await
            .unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut)))?;
        let value = std::str::from_utf8(&body).ok().and_then(|text| miniserde::json::from_str(text).ok());
        match value {
            Some(value) => Ok(Answer { value, body }),
            None => Err(StripeError { request_id, ..StripeError::new(StripeErrorKind::Garbage(status)) }),
        }
    }

    async fn attempt(
        &self,
        request: &RequestBuilder,
        idempotency_key: &str,
    ) -> Result<(Bytes, Option<String>, u16), StripeError> {
        let mut url = self
            .0
            .base
            .join(&format!("v1{}", request.path))
            .map_err(|_| StripeError::new(StripeErrorKind::Unreachable))?;
        url.set_query(request.query.as_deref().filter(|query| !query.is_empty()));
        let (method, changes) = match request.method {
            StripeMethod::Get => (Method::GET, false),
            StripeMethod::Post => (Method::POST, true),
            StripeMethod::Delete => (Method::DELETE, false),
        };
        let mut http = self
            .0
            .http
            .request(method, url)
            .bearer_auth(self.0.key.expose())
            .header("Stripe-Version", VERSION.as_str())
            .timeout(self.0.budget.attempt);
        if changes {
            http = http.header("Idempotency-Key", idempotency_key);
        }
        if let Some(body) = &request.body {
            http = http.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body.clone());
        }
        let mut answer = http.send().await.map_err(transport_error)?;
        let status = answer.status();
        let headers = std::mem::take(answer.headers_mut());
        let request_id = text_header(&headers, "request-id");
        let with_headers = |kind| StripeError {
            kind,
            request_id: request_id.clone(),
            retry_after: text_header(&headers, "retry-after")
                .and_then(|text| text.parse().ok())
                .map(Duration::from_secs),
            should_retry: text_header(&headers, "stripe-should-retry").and_then(|text| text.parse().ok()),
        };
        let body = read_limited(answer).await.map_err(&with_headers)?;
        if status.is_success() {
            Ok((body, request_id.clone(), status.as_u16()))
        } else {
            Err(with_headers(StripeError::classify(&request.path, status, &body)))
        }
    }
}

async fn read_limited(mut answer: reqwest::Response) -> Result<Bytes, StripeErrorKind> {
    let status = answer.status().as_u16();
    let mut body = bytes::BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| transport_error(error).kind)? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(StripeErrorKind::Garbage(status));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The URL is dropped from the error: it says nothing that the path we log does not.
fn transport_error(error: reqwest::Error) -> StripeError {
    StripeError::new(if error.is_timeout() { StripeErrorKind::TimedOut } else { StripeErrorKind::Unreachable })
}

fn text_header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
