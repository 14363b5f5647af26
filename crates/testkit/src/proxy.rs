//! A proxy that changes answers. For the simulator it also simulates live mode: live keys are
//! passed on as test keys. For the site it is the public origin.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, header},
    response::Response,
};
use tokio::net::TcpListener;

/// Changes the headers and the body of an answer.
pub type Change = fn(&mut HeaderMap, &mut String);

/// Starts a proxy to `target`. Returns its address, with a slash at the end.
pub async fn proxy(target: &str, change: Change) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let target = target.trim_end_matches('/').to_owned();
    let app = Router::new().fallback(pass_on).with_state((target, change));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

pub(crate) async fn pass_on(State((target, change)): State<(String, Change)>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Some(key) = parts.headers.get_mut(header::AUTHORIZATION) {
        *key = key.to_str().unwrap().replace("_live_", "_test_").parse().unwrap();
    }
    if let Some(origin) = parts.headers.get_mut(header::ORIGIN) {
        *origin = target.parse().unwrap();
    }
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let sent = http.request(parts.method, format!("{target}{}", parts.uri)).headers(parts.headers).body(body);
    let answer = sent.send().await.unwrap();
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let mut body = answer.text().await.unwrap();
    change(&mut headers, &mut body);
    headers.remove("content-length");
    headers.remove("transfer-encoding");
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
