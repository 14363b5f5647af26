//! An account from before 2018, when the owner of a plan chose its id.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use tokio::net::TcpListener;
use url::form_urlencoded;

/// An id that is easily misread in an address.
pub const LEGACY: &str = "Gold Plan/2020 $5?#";

/// The same as one segment of a path.
const SEGMENT: &str = "Gold%20Plan%2F2020%20%245%3F%23";

/// A proxy to the simulator at `target` in which the object with this id is called [`LEGACY`]. Any
/// other encoding of that name is not found.
pub async fn with_legacy_id(target: &str, id: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let account = Account { target: target.to_owned(), url: url.clone(), id: id.to_owned() };
    let app = Router::new().fallback(pass_on).with_state(account);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

#[derive(Clone)]
struct Account {
    /// The addresses of the simulator and of the proxy, both with a slash at the end.
    target: String,
    url: String,
    id: String,
}

async fn pass_on(State(Account { target, url, id }): State<Account>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().into()).unwrap();
    let path = parts.uri.path().replace(SEGMENT, &id);
    let query = renamed(parts.uri.query().unwrap_or_default(), &id);
    let mut headers = parts.headers;
    headers.remove("content-length");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let sent = http.request(parts.method, format!("{}{path}?{query}", target.trim_end_matches('/'))).headers(headers);
    let answer = sent.body(renamed(&body, &id)).send().await.unwrap();
    let status = answer.status();
    let body = answer.text().await.unwrap().replace(&id, LEGACY).replace(&target, &url);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
}

/// A form or a query in which the object has the simulator's id.
fn renamed(form: &str, id: &str) -> String {
    let fields = form_urlencoded::parse(form.as_bytes());
    let fields = fields.map(|(name, value)| (name.into_owned(), value.replace(LEGACY, id)));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
