//! A Stripe stub with a chosen answer, which counts requests.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    serve::ListenerExt,
};
use tokio::net::TcpListener;

/// How the stub answers.
#[derive(Clone, Copy, Debug)]
pub enum Misbehaviour {
    /// With a portal session, like Stripe.
    None,
    /// Always this status and body.
    Answer(u16, &'static str),
    /// 429 with this `Retry-After`, the given number of times; then a portal session.
    BusyTimes(usize, &'static str),
    /// 500 once, then a portal session.
    FailsOnce,
    /// It never answers.
    Hangs,
}

/// The URL of the portal session; it must never be logged.
pub const PORTAL_URL: &str = "https://billing.stripe.com/p/session/test_SECRETPORTALURL";

/// A running stub.
#[derive(Clone)]
pub struct StubStripe {
    /// Its address, with a slash at the end.
    pub base: String,
    connections: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<HeaderMap>>>,
}

#[derive(Clone)]
struct Shared {
    misbehaviour: Misbehaviour,
    seen: Arc<Mutex<Vec<HeaderMap>>>,
}

impl StubStripe {
    /// Starts one; it ends with the test.
    pub async fn start(misbehaviour: Misbehaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = connections.clone();
        let listener = listener.tap_io(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let seen = Arc::new(Mutex::new(Vec::new()));
        let shared = Shared { misbehaviour, seen: seen.clone() };
        let app = Router::new().fallback(answer).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { base, connections, seen }
    }

    /// TCP connections accepted so far.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The headers of every request so far.
    pub fn seen(&self) -> Vec<HeaderMap> {
        self.seen.lock().unwrap().clone()
    }

    /// The idempotency keys so far, of every request that had one.
    pub fn idempotency_keys(&self) -> Vec<String> {
        let seen = self.seen();
        let keys = seen.iter().filter_map(|headers| headers.get("idempotency-key"));
        keys.map(|key| key.to_str().unwrap().to_owned()).collect()
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let count = {
        let mut seen = shared.seen.lock().unwrap();
        seen.push(request.headers().clone());
        seen.len()
    };
    let json = [("content-type", "application/json"), ("request-id", "req_stub1")];
    match shared.misbehaviour {
        Misbehaviour::Hangs => std::future::pending().await,
        Misbehaviour::Answer(status, body) => (StatusCode::from_u16(status).unwrap(), json, body).into_response(),
        Misbehaviour::BusyTimes(times, pause) if count <= times => {
            let limited = r#"{"error":{"type":"rate_limit_error","code":"rate_limit","message":"Too many"}}"#;
            (StatusCode::TOO_MANY_REQUESTS, [("retry-after", pause)], json, limited).into_response()
        }
        Misbehaviour::FailsOnce if count == 1 => {
            (StatusCode::INTERNAL_SERVER_ERROR, json, r#"{"error":{"type":"api_error","message":"oops"}}"#)
                .into_response()
        }
        _ => (json, session()).into_response(),
    }
}

fn session() -> String {
    format!(
        r#"{{"id":"bps_1","object":"billing_portal.session","configuration":"bpc_1","created":1760000000,"customer":"cus_1","livemode":false,"url":"{PORTAL_URL}"}}"#
    )
}
