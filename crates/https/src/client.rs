//! The HTTP client: keeps connections open, and uses rustls with ring and its own root certificates, so that it runs
//! in a container without any.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use rustls::{ClientConfig, crypto::ring};

use crate::authorities::Authorities;

/// The maximum size of an answer in bytes, unless another is set: Stripe's largest pages are far below it.
const LARGEST: usize = 16 * 1024 * 1024;

/// Why there is no answer. The details would not help in a log, and would contain the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    #[error("it did not answer in time")]
    TimedOut,
    /// Or its answer is too large.
    #[error("it cannot be reached")]
    Unreachable,
}

/// A pool of connections. Clones share it.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    largest: usize,
}

impl Default for Http {
    fn default() -> Self {
        Self::new()
    }
}

impl Http {
    /// A pool without any connection yet.
    pub fn new() -> Self {
        Self::trusting(&Authorities::default())
    }

    /// A pool that also trusts other certificate authorities than the built-in ones.
    ///
    /// # Panics
    /// Never: ring supports the requested TLS versions.
    pub fn trusting(authorities: &Authorities) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(Duration::from_secs(3)));
        tcp.set_keepalive(Some(Duration::from_mins(1)));
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring supports the default TLS versions")
            .with_root_certificates(authorities.roots())
            .with_no_client_auth();
        let tls = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(Duration::from_secs(90))
            .pool_timer(TokioTimer::new())
            .build(tls);
        Self { client, largest: LARGEST }
    }

    /// The same with another maximum size of an answer, in bytes.
    #[must_use]
    pub fn up_to(self, largest: usize) -> Self {
        Self { largest, ..self }
    }

    /// Sends one request and reads the whole answer, within `limit`. Redirects are not followed.
    ///
    /// # Errors
    /// When there is no answer in time, or one that is too large.
    pub async fn send(
        &self,
        request: Request<Full<Bytes>>,
        limit: Duration,
    ) -> Result<(StatusCode, HeaderMap, Bytes), HttpError> {
        let exchange = async {
            let answer = self.client.request(request).await.map_err(|_| HttpError::Unreachable)?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, self.largest).collect().await.map_err(|_| HttpError::Unreachable)?;
            Ok((head.status, head.headers, body.to_bytes()))
        };
        tokio::time::timeout(limit, exchange).await.unwrap_or(Err(HttpError::TimedOut))
    }
}
