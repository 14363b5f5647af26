//! Logs: constant messages, with data in dotted fields and no secrets. Query strings, bodies, keys,
//! cookies and portal URLs are never logged.

use std::{io::IsTerminal, time::Duration};

use axum::http::{Request, Response};
use tower_http::{
    classify::{ServerErrorsAsFailures, ServerErrorsFailureClass, SharedClassifier},
    trace::TraceLayer,
};
use tracing::Span;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{auth::ClientAddress, token::masked};

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_FILTER: &str =
    "info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,stripe_sim=warn,stripe_client_core=off";

/// The same for whoever tries the site, and looks at it rather than at its log.
const DEVELOPERS_FILTER: &str = "warn,stripe_client_core=off";

/// Who reads the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A machine: JSON.
    Production,
    /// Whoever runs a command.
    Operator,
    /// Whoever tries the site on its simulator.
    Developer,
}

/// Directives that `RUST_LOG` cannot override. tower-sessions reports "possibly suspicious
/// activity" when a browser sends the cookie of an ended session, which happens after every normal
/// sign-out; its errors are logged by its callers. ICU4X warns about every amount in a currency
/// without a symbol, for which we use the code. The audit trail is always logged.
const ALWAYS: [&str; 4] = ["tower_sessions_core=off", "tower_sessions=error", "audit=info", "icu_provider=off"];

/// Sets up the log for the process.
pub fn init(reader: Reader) {
    let default = if reader == Reader::Developer { DEVELOPERS_FILTER } else { DEFAULT_FILTER };
    let filter = always(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default)));
    let registry = tracing_subscriber::registry().with(filter);
    let outcome = if reader == Reader::Production {
        registry.with(fmt::layer().json().flatten_event(true).with_writer(std::io::stderr)).try_init()
    } else {
        let colours = std::io::stderr().is_terminal();
        registry.with(fmt::layer().with_target(false).with_ansi(colours).with_writer(std::io::stderr)).try_init()
    };
    // A panic is logged like everything else, as text or JSON.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.place = %place, panic.message = panic.payload_as_str().unwrap_or_default(), "panicked");
    }));
    if outcome.is_err() {
        tracing::debug!("logging was set up already");
    }
}

fn always(filter: EnvFilter) -> EnvFilter {
    ALWAYS.iter().filter_map(|directive| directive.parse().ok()).fold(filter, EnvFilter::add_directive)
}

type MakeSpan<B> = fn(&Request<B>) -> Span;
type OnRequest<B> = fn(&Request<B>, &Span);
type OnResponse<B> = fn(&Response<B>, Duration, &Span);
type OnFailure = fn(ServerErrorsFailureClass, Duration, &Span);

/// One line per request, with its id, at the level of its status.
#[allow(clippy::type_complexity, reason = "tower-http has no shorter name for it")]
pub fn trace_requests<Q, S>() -> TraceLayer<
    SharedClassifier<ServerErrorsAsFailures>,
    MakeSpan<Q>,
    OnRequest<Q>,
    OnResponse<S>,
    tower_http::trace::DefaultOnBodyChunk,
    tower_http::trace::DefaultOnEos,
    OnFailure,
> {
    TraceLayer::new_for_http()
        .make_span_with(make_span as MakeSpan<Q>)
        .on_request((|_, _| {}) as OnRequest<Q>)
        .on_response(on_response as OnResponse<S>)
        .on_failure((|_, _, _| {}) as OnFailure)
}

fn make_span<B>(request: &Request<B>) -> Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let client = request.extensions().get::<ClientAddress>().copied().unwrap_or(ClientAddress::Unknown);
    // The path without its query, which can contain the page that somebody wanted.
    tracing::info_span!(
        "request",
        request.id = %id,
        client.network = %client.network(),
        http.method = %request.method(),
        http.path = %shown(request.uri().path())
    )
}

/// The path without the secret of a link.
fn shown(path: &str) -> &str {
    masked(path).unwrap_or(path)
}

fn on_response<B>(response: &Response<B>, latency: Duration, _: &Span) {
    let status = response.status().as_u16();
    let latency_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::error!(http.status = status, latency_ms, "request failed");
    } else {
        tracing::info!(http.status = status, latency_ms, "request answered");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use tracing_subscriber::{Layer, layer::Context};

    use super::*;

    struct Counter(Arc<AtomicUsize>);

    impl<S: tracing::Subscriber> Layer<S> for Counter {
        fn on_event(&self, _: &tracing::Event<'_>, _: Context<'_, S>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_currency_without_a_sign_is_no_news() {
        let lines = Arc::new(AtomicUsize::new(0));
        let subscriber =
            tracing_subscriber::registry().with(always(EnvFilter::new("warn"))).with(Counter(lines.clone()));
        tracing::subscriber::with_default(subscriber, || {
            // As the crate `log` forwards ICU4X's messages.
            tracing::warn!(target: "icu_provider::error", "ICU4X data error");
            assert_eq!(lines.load(Ordering::Relaxed), 0);
            tracing::warn!("something else");
        });
        assert_eq!(lines.load(Ordering::Relaxed), 1);
    }
}
