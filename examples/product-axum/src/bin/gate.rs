//! A product that asks the customer portal who may use what.

use std::{
    collections::HashMap,
    env::var,
    error::Error,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{
        HeaderValue, StatusCode,
        header::{ETAG, IF_NONE_MATCH},
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

type Failure = Box<dyn Error + Send + Sync>;

/// Asks the customer portal what accounts may use. `Null` is a feature that nobody has.
#[derive(Clone, Default)]
struct Portal {
    client: reqwest::Client,
    /// The last answers, by account: their validators and features.
    answers: Arc<Mutex<HashMap<String, (HeaderValue, Value)>>>,
}

impl Portal {
    async fn feature(&self, account: &str, feature: &str) -> Result<Value, Failure> {
        let known = self.answers().get(account).cloned();
        let features = match (self.ask(account, known.as_ref()).await, known) {
            (Ok(features), _) => features,
            // The portal gives no answer: decide by the last one.
            (Err(error), Some((_, features))) if !is_refusal(&error) => features,
            (Err(error), _) => return Err(error),
        };
        Ok(if has_ended(&features[feature]) { Value::Null } else { features[feature].clone() })
    }

    async fn ask(&self, account: &str, known: Option<&(HeaderValue, Value)>) -> Result<Value, Failure> {
        let mut url: reqwest::Url = var("PORTAL_URL")?.parse()?;
        url.path_segments_mut().map_err(|()| "no origin")?.extend(["api", "v1", "access", account]);
        let mut call = self.client.get(url).bearer_auth(var("PORTAL_KEY")?).timeout(Duration::from_secs(2));
        if let Some((etag, _)) = known {
            call = call.header(IF_NONE_MATCH, etag);
        }
        let answer = call.send().await?.error_for_status()?;
        if let (StatusCode::NOT_MODIFIED, Some((_, features))) = (answer.status(), known) {
            return Ok(features.clone());
        }
        let etag = answer.headers().get(ETAG).cloned().ok_or("no validator")?;
        let features = answer.json::<Value>().await?.get_mut("features").map(Value::take).ok_or("no answer")?;
        self.answers().insert(account.to_owned(), (etag, features.clone()));
        Ok(features)
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<String, (HeaderValue, Value)>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets in whose account may use `reports`. The product's own sign-in says whose request it is.
async fn gate(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    match portal.feature("team-42", "reports").await {
        Ok(reports) if reports["granted"] == true => next.run(request).await,
        Ok(reports) => (StatusCode::PAYMENT_REQUIRED, Json(reports)).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Whether there is no such account, or the key is not good: then the last answer is not, either.
fn is_refusal(error: &Failure) -> bool {
    let status = error.downcast_ref::<reqwest::Error>().and_then(reqwest::Error::status);
    matches!(status, Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND))
}

/// Whether the end that an answer told has passed since it was given.
#[expect(clippy::disallowed_methods, reason = "a product has a clock of its own")]
fn has_ended(feature: &Value) -> bool {
    let until = feature["until"].as_str().and_then(|until| OffsetDateTime::parse(until, &Rfc3339).ok());
    until.is_some_and(|until| until <= OffsetDateTime::now_utc())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let reports = get(async || "your reports").layer(from_fn_with_state(Portal::default(), gate));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", var("PORT")?.parse()?)).await?;
    Ok(axum::serve(listener, Router::new().route("/reports", reports)).await?)
}
