//! A product that asks the customer portal who may use what.

use std::{env::var, error::Error, time::Duration};

use axum::{
    Json, Router,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::Value;

/// What the account may do with the feature; `Null` if there is no such feature.
async fn feature(account: &str, feature: &str) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let mut url: reqwest::Url = var("PORTAL_URL")?.parse()?;
    url.path_segments_mut().map_err(|()| "no origin")?.extend(["api", "v1", "access", account]);
    let call = reqwest::Client::new().get(url).bearer_auth(var("PORTAL_KEY")?).timeout(Duration::from_secs(2));
    let answer: Value = call.send().await?.error_for_status()?.json().await?;
    Ok(answer["features"][feature].clone())
}

/// Lets in whose account may use `reports`. The product's own sign-in says whose request it is.
async fn gate(request: Request, next: Next) -> Response {
    match feature("team-42", "reports").await {
        Ok(reports) if reports["granted"] == true => next.run(request).await,
        Ok(reports) => (StatusCode::PAYMENT_REQUIRED, Json(reports)).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let reports = get(async || "your reports").layer(from_fn(gate));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", var("PORT")?.parse()?)).await?;
    Ok(axum::serve(listener, Router::new().route("/reports", reports)).await?)
}
