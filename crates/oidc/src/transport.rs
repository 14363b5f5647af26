//! How the protocol's requests are sent: over the crate `https`, and nowhere by plain http unless the issuer is there.

use std::{pin::Pin, time::Duration};

use http_body_util::Full;
use https::{Authorities, Http, HttpError};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

/// The maximum size of an answer, in bytes: providers' largest are far below it.
const LARGEST: usize = 1024 * 1024;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    #[error(transparent)]
    Http(#[from] HttpError),
    /// A server error. The protocol has none, so a proxy answers, or the provider is down.
    #[error("HTTP {0}")]
    Status(u16),
    #[error("the address is not https")]
    NotHttps,
}

/// Sends the protocol's requests. Clones share the connections.
#[derive(Clone, Debug)]
pub struct Transport {
    http: Http,
    takes_http: bool,
    limit: Duration,
}

impl Transport {
    /// `limit` is that of one request.
    pub fn new(authorities: &Authorities, takes_http: bool, limit: Duration) -> Self {
        Self { http: Http::trusting(authorities).up_to(LARGEST), takes_http, limit }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let is_https = request.uri().scheme_str() == Some("https");
        if !is_https && !self.takes_http {
            return Err(TransportError::NotHttps);
        }
        let (status, headers, body) = self.http.send(request.map(|body| Full::new(body.into())), self.limit).await?;
        if status.is_server_error() {
            return Err(TransportError::Status(status.as_u16()));
        }
        let mut answer = HttpResponse::new(body.into());
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Transport {
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
