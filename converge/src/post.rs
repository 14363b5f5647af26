//! The delivery of events to the servers: it duplicates, delays and loses some.
//!
//! Events that a server answered with 200 are recorded here: they must never be missing afterwards.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Outcome;

/// The percentage of events that are held back until the end, even when Stripe retries.
const LOST: u32 = 4;

#[derive(Clone)]
pub struct Post(Arc<Shared>);

struct Shared {
    url: String,
    servers: Vec<String>,
    seed: u64,
    http: reqwest::Client,
    next: AtomicUsize,
    losing: AtomicBool,
    acknowledged: Mutex<BTreeSet<String>>,
    counts: Counts,
}

#[derive(Default)]
pub struct Counts {
    pub deliveries: AtomicU64,
    pub lost: AtomicU64,
}

/// The event that is planted for a customer whom Stripe does not know.
pub fn poison_id(customer: &str) -> String {
    format!("evt_of_{customer}")
}

impl Post {
    pub async fn open(servers: Vec<String>, seed: u64) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let post = Self(Arc::new(Shared {
            url: format!("http://{}/", listener.local_addr()?),
            servers,
            seed,
            http: reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(8)).build()?,
            next: AtomicUsize::new(0),
            losing: AtomicBool::new(true),
            acknowledged: Mutex::default(),
            counts: Counts::default(),
        }));
        let app = Router::new().fallback(receive).with_state(post.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(post)
    }

    pub fn url(&self) -> String {
        self.0.url.clone()
    }

    /// From now on everything that Stripe still tries is let through.
    pub fn lose_nothing_more(&self) {
        self.0.losing.store(false, Ordering::Relaxed);
    }

    pub fn acknowledged(&self) -> BTreeSet<String> {
        self.0.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn counts(&self) -> &Counts {
        &self.0.counts
    }

    /// Delivers an event of a customer whom Stripe does not know, until it is accepted.
    pub fn plant(&self, customer: &str) {
        let object = json!({ "id": "sub_x", "object": "subscription", "customer": customer });
        let event = json!({ "id": poison_id(customer), "object": "event", "type": "customer.subscription.updated",
                            "created": 1, "data": { "object": object } });
        let (post, body) = (self.clone(), Bytes::from(event.to_string()));
        tokio::spawn(async move {
            while !post.deliver(&sign(&body), body.clone()).await {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        });
    }

    /// Hands it to one of the servers; whether it was acknowledged.
    async fn deliver(&self, signature: &str, body: Bytes) -> bool {
        let shared = &self.0;
        let turn = shared.next.fetch_add(1, Ordering::Relaxed);
        let Some(server) = shared.servers.get(turn % shared.servers.len().max(1)) else { return false };
        shared.counts.deliveries.fetch_add(1, Ordering::Relaxed);
        let request = shared.http.post(format!("{server}/api/stripe/webhook")).header("stripe-signature", signature);
        let accepted = request.body(body.clone()).send().await.is_ok_and(|answer| answer.status() == 200);
        if accepted && let Some(id) = id_of(&body) {
            shared.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        }
        accepted
    }
}

async fn receive(State(post): State<Post>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let (Some(signature), Some(id)) = (headers.get("stripe-signature"), id_of(&body)) else {
        return StatusCode::BAD_REQUEST;
    };
    let Ok(signature) = signature.to_str().map(str::to_owned) else { return StatusCode::BAD_REQUEST };
    let mut hasher = DefaultHasher::new();
    (post.0.seed, &id).hash(&mut hasher);
    let mut fate = StdRng::seed_from_u64(hasher.finish());
    if fate.random_range(0..100) < LOST && post.0.losing.load(Ordering::Relaxed) {
        post.0.counts.lost.fetch_add(1, Ordering::Relaxed);
        return StatusCode::BAD_GATEWAY;
    }
    for _ in 0..fate.random_range(0..3) {
        let late = Duration::from_millis(fate.random_range(0..3000));
        let (post, signature, body) = (post.clone(), signature.clone(), body.clone());
        tokio::spawn(async move {
            tokio::time::sleep(late).await;
            post.deliver(&signature, body).await;
        });
    }
    match post.deliver(&signature, body).await {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn id_of(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<Value>(body).ok()?["id"].as_str().map(str::to_owned)
}

/// The signature of a body that is sent now.
pub fn sign(body: &[u8]) -> String {
    webhook_signature::header(&["whsec_converge"], clock::now_seconds(), body)
}
