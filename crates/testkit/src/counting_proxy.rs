//! A proxy that counts concurrent requests.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    extract::{Request, State},
};
use tokio::net::TcpListener;

use crate::proxy::{Change, pass_on};

/// Starts a proxy to `target`. Returns its address, and the maximum number of concurrent requests
/// so far.
pub async fn counting_proxy(target: &str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let target = target.trim_end_matches('/').to_owned();
    let (under_way, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counter = most.clone();
    let app = Router::new().fallback(async move |request: Request| {
        counter.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let unchanged: Change = |_, _| {};
        let response = pass_on(State((target, unchanged)), request).await;
        under_way.fetch_sub(1, Ordering::SeqCst);
        response
    });
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (url, most)
}
