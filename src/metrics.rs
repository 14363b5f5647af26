//! Metrics for Prometheus, on a separate address: they are for operators, not for customers.

use std::{net::SocketAddr, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
    routing::get,
};
use metrics::histogram;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use mirror::Mirror;
use tokio_util::sync::CancellationToken;

use crate::connections::{self, Limits};

const HTTP: &str = "http_request_duration_seconds";
const STRIPE: &str = "stripe_call_duration_seconds";

/// The maximum number of connections to the metrics.
const CONNECTIONS: usize = 32;

/// In seconds: from a cached page to the timeout of a request to Stripe.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 8.0];

/// Starts counting. Before this, and in all other commands, counting does nothing.
///
/// # Errors
/// When a recorder is already installed in this process.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let builder = PrometheusBuilder::new();
    let builder = builder.set_buckets_for_metric(Matcher::Full(HTTP.to_owned()), &BUCKETS)?;
    builder.set_buckets_for_metric(Matcher::Full(STRIPE.to_owned()), &BUCKETS)?.install_recorder()
}

/// `GET /metrics`, and nothing else.
pub fn router(handle: PrometheusHandle, mirror: Mirror) -> Router {
    Router::new().route("/metrics", get(render)).with_state((handle, mirror))
}

/// Serves the metrics until the process ends.
///
/// # Errors
/// When it cannot listen on the address.
pub async fn serve(addr: SocketAddr, app: Router) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(addr).await?;
    let limits = Limits::with_connections(CONNECTIONS);
    tokio::spawn(connections::serve(listener, app, limits, CancellationToken::new()));
    Ok(())
}

async fn render(State((handle, mirror)): State<(PrometheusHandle, Mirror)>) -> String {
    if let Err(error) = mirror::record_gauges(&mirror).await {
        tracing::error!(error = %error, "the inbox could not be counted");
    }
    handle.run_upkeep();
    handle.render()
}

/// Measures every request by its route, never by its address.
pub async fn time_requests(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    histogram!(HTTP, "method" => method, "route" => route, "status" => status).record(began.elapsed());
    response
}

/// A method's name, or one name for all unknown methods: clients can invent methods, and every name
/// is a series that is kept for ever.
fn known(method: &Method) -> &'static str {
    const NAMES: [&str; 9] = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];
    NAMES.into_iter().find(|name| method == name).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_method_has_no_series_of_its_own() {
        assert_eq!((known(&Method::POST), known(&Method::PATCH)), ("POST", "PATCH"));
        for invented in ["BREW", "get", "X-1"] {
            assert_eq!(known(&Method::from_bytes(invented.as_bytes()).expect("a token")), "other", "{invented}");
        }
    }
}
