//! The client of Stripe's API: a pooled HTTP client that sends async-stripe's typed requests.

use std::{
    num::NonZeroU32,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use backon::Retryable;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use http_body_util::Full;
use https::{Authorities, Http};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest, VERSION};
use stripe_core::customer::RetrieveCustomer;
use url::Url;

use crate::{
    error::{StripeError, StripeErrorKind},
    hosted_url::HostedUrl,
    metrics,
    pace::{CATCH_UP, ONE_CLICK, Pace},
    retry::{self, Budget},
    secret_key::SecretKey,
    storable::storable,
};

/// How many times longer background work waits than a customer, above all for its turn.
const PATIENCE: u32 = 4;

/// How long a customer's request waits for its turn; after that it fails, because an error is
/// better than a long wait.
const TURN_WITHIN: Duration = Duration::from_secs(1);

/// A client for one Stripe account. Clones share the connections.
#[derive(Clone, Debug)]
pub struct StripeClient {
    inner: Arc<Inner>,
    /// The requested API version.
    version: &'static str,
}

#[derive(Debug)]
struct Inner {
    http: Http,
    key: SecretKey,
    base: Url,
    budget: Budget,
    /// The rate limit of background work; `None` for requests that a customer waits for.
    pace: Option<Pace>,
    /// The common rate limit of all clients of this process; `None` if this is the only one.
    ceiling: Option<Arc<Pace>>,
}

/// A typed answer with the bytes it was read from.
#[derive(Debug)]
pub struct Answer<T> {
    /// What was read.
    pub value: T,
    /// The unchanged answer, JSON.
    pub body: Bytes,
    /// Stripe's `Request-Id` (`req_…`), with which Stripe's support can find the call.
    pub request_id: Option<String>,
    /// Stripe's time, in whole seconds.
    pub date: Option<SystemTime>,
}

impl StripeClient {
    /// `base` ends in a slash. The API version is the one of async-stripe's types.
    pub fn new(key: SecretKey, base: Url, budget: Budget) -> Self {
        Self::trusting(&Authorities::default(), key, base, budget)
    }

    /// A client as from [`StripeClient::new`] that also trusts other certificate authorities than
    /// the built-in ones.
    pub fn trusting(authorities: &Authorities, key: SecretKey, base: Url, budget: Budget) -> Self {
        let http = Http::trusting(authorities);
        let inner = Inner { http, key, base, budget, pace: None, ceiling: None };
        Self { inner: Arc::new(inner), version: VERSION.as_str() }
    }

    /// The same client with another API version, such as `2026-10-28.endive`.
    #[must_use]
    pub fn in_version(&self, version: &'static str) -> Self {
        Self { inner: self.inner.clone(), version }
    }

    /// Two clients that share an account and its connections: one for requests that a customer
    /// waits for, and one for background work, which sends at most `a_second` and has longer time
    /// limits. Together they send at most a quarter more, which with the usual rates is Stripe's
    /// limit, so that neither can use it up alone. A customer's request that does not get its turn
    /// within a second fails with [`StripeErrorKind::Crowded`].
    #[must_use]
    pub fn split(&self, a_second: NonZeroU32) -> (Self, Self) {
        let altogether = a_second.saturating_add(a_second.get().div_ceil(4));
        let ceiling = Some(Arc::new(Pace::new(altogether, ONE_CLICK)));
        (self.with(None, ceiling.clone()), self.with(Some(a_second), ceiling))
    }

    /// A client for background work only, with the same account and connections.
    #[must_use]
    pub fn paced(&self, a_second: NonZeroU32) -> Self {
        self.with(Some(a_second), None)
    }

    fn with(&self, pace: Option<NonZeroU32>, ceiling: Option<Arc<Pace>>) -> Self {
        let Inner { http, key, base, budget, .. } = &*self.inner;
        let total = if pace.is_some() { budget.total * PATIENCE } else { budget.total };
        let inner = Inner {
            http: http.clone(),
            key: key.clone(),
            base: base.clone(),
            budget: Budget { total, ..*budget },
            pace: pace.map(|a_second| Pace::new(a_second, CATCH_UP)),
            ceiling,
        };
        Self { inner: Arc::new(inner), version: self.version }
    }

    /// Checks the address of a hosted page in Stripe's answer; `None` unless it is https or at the
    /// origin of `base`, such as the simulator's. A refused address is logged with its host only.
    pub fn hosted_url(&self, url: &str) -> Option<HostedUrl> {
        let hosted = HostedUrl::parse(url, &self.inner.base);
        if hosted.is_none() {
            let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
            tracing::error!(
                host,
                "Stripe answered with the address of a page that is not https; nobody is redirected there"
            );
        }
        hosted
    }

    /// How long one call, and so one click, may take.
    pub fn patience(&self) -> Duration {
        self.inner.budget.total
    }

    /// Sends a request, with a fresh idempotency key if it changes anything.
    ///
    /// # Errors
    /// The last error after the retries that fit into the [`Budget`].
    pub async fn send<R>(&self, request: &R) -> Result<Answer<R::Output>, StripeError>
    where
        R: StripeRequest,
        R::Output: miniserde::Deserialize,
    {
        self.send_with_key(request, &uuid::Uuid::new_v4().to_string()).await
    }

    /// Sends a request with the caller's idempotency key: two sends with the same key create one
    /// object.
    ///
    /// # Errors
    /// As [`StripeClient::send`].
    pub async fn send_with_key<R>(&self, request: &R, idempotency_key: &str) -> Result<Answer<R::Output>, StripeError>
    where
        R: StripeRequest,
        R::Output: miniserde::Deserialize,
    {
        let request = request.build();
        let budget = self.inner.budget;
        let deadline = Instant::now() + budget.total;
        let mut failures = 0;
        let calls = (|| self.attempt(&request, idempotency_key))
            .retry(budget.backoff())
            .when(|error: &StripeError| {
                // The same request is in progress elsewhere: that is not a failure and will end.
                let in_flight = error.kind == StripeErrorKind::InFlight;
                failures += usize::from(!in_flight);
                in_flight || (failures < budget.attempts && retry::is_worth_it(error))
            })
            // Stripe's `Retry-After` overrides our pause; a pause beyond the deadline is not
            // started.
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
        let (body, headers, status) = tokio::time::timeout(budget.total, calls)
            .await
            .unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut)))?;
        let value = std::str::from_utf8(&body).ok().and_then(|text| miniserde::json::from_str(text).ok());
        match value {
            Some(value) => {
                let date = text_header(&headers, "date").and_then(|text| httpdate::parse_http_date(&text).ok());
                Ok(Answer { value, body, request_id: request_id(&headers), date })
            }
            None => Err(StripeError {
                request_id: request_id(&headers),
                ..StripeError::new(StripeErrorKind::Garbage(status))
            }),
        }
    }

    async fn attempt(
        &self,
        request: &RequestBuilder,
        idempotency_key: &str,
    ) -> Result<(Bytes, HeaderMap, u16), StripeError> {
        self.turn().await.map_err(StripeError::new)?;
        let http = self.request(request, idempotency_key).ok_or(StripeError::new(StripeErrorKind::Unreachable))?;
        let began = Instant::now();
        let answer = self.inner.http.send(http, self.inner.budget.attempt).await;
        let outcome = answer.as_ref().map_or_else(|_| "none".to_owned(), |(status, ..)| status.as_u16().to_string());
        metrics::stripe_call(&request.path, outcome, began);
        let (status, headers, body) = answer.map_err(|error| StripeError::new(error.into()))?;
        if status.is_success() {
            return Ok((storable(body), headers, status.as_u16()));
        }
        let number = |name| text_header(&headers, name).and_then(|text| text.parse().ok());
        let should_retry = text_header(&headers, "stripe-should-retry").and_then(|text| text.parse().ok());
        Err(StripeError {
            kind: StripeError::classify(&request.path, status, should_retry, &storable(body)),
            request_id: request_id(&headers),
            retry_after: number("retry-after").map(Duration::from_secs),
            should_retry,
        })
    }

    /// Checks that Stripe answers, by requesting a customer that does not exist. Distinguishes an
    /// outage from an error about one object.
    ///
    /// # Errors
    /// Why Stripe does not answer.
    pub async fn is_up(&self) -> Result<(), StripeError> {
        match self.send(&RetrieveCustomer::new("cus_nobody")).await {
            Err(error) if error.kind != StripeErrorKind::CustomerMissing => Err(error),
            _ => Ok(()),
        }
    }

    /// Waits until a request may be sent.
    async fn turn(&self) -> Result<(), StripeErrorKind> {
        if let Some(pace) = &self.inner.pace {
            pace.wait().await;
        }
        let Some(ceiling) = &self.inner.ceiling else { return Ok(()) };
        let turn = ceiling.wait();
        if self.inner.pace.is_some() {
            turn.await;
            return Ok(());
        }
        tokio::time::timeout(TURN_WITHIN, turn).await.map_err(|_| StripeErrorKind::Crowded)
    }

    /// The HTTP request; `None` if base and path are not a valid address. They are concatenated:
    /// joining them as URLs would treat an id such as `..`, encoded or not, as the parent folder.
    fn request(&self, request: &RequestBuilder, idempotency_key: &str) -> Option<Request<Full<Bytes>>> {
        let query = request.query.as_deref().filter(|query| !query.is_empty());
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let address = format!("{}v1{}{query}", self.inner.base, request.path);
        let (method, changes) = match request.method {
            StripeMethod::Get => (Method::GET, false),
            StripeMethod::Post => (Method::POST, true),
            StripeMethod::Delete => (Method::DELETE, false),
        };
        let mut http = Request::builder()
            .method(method)
            .uri(address)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.inner.key.expose()))
            .header(header::USER_AGENT, concat!("customer-portal/", env!("CARGO_PKG_VERSION")))
            .header("Stripe-Version", self.version);
        if changes {
            // It can contain an id with any characters.
            http = http.header("Idempotency-Key", idempotency_key.as_bytes());
        }
        if request.body.is_some() {
            http = http.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        http.body(Full::from(request.body.clone().unwrap_or_default())).ok()
    }
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    text_header(headers, "request-id")
}

fn text_header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
