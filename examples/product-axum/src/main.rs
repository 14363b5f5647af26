//! A product whose "Billing" link hands its signed-in user over to the customer portal.

use std::{env::var, error::Error, time::Duration};

use axum::{Router, http::StatusCode, response, routing::get};
use serde_json::{Value, json};

/// The product's own sign-in goes here; this one takes everybody for Lin.
async fn hand_over() -> Result<String, Box<dyn Error>> {
    let ask = json!({
        "account": { "external_id": "team-44", "name": "Kernels" },
        "user": { "external_id": "user-9", "email": "lin@example.com", "email_verified": true },
        "role": "owner", "to": "account", "return_url": var("PRODUCT_URL")?,
    });
    let call = reqwest::Client::new().post(format!("{}/api/v1/handovers", var("PORTAL_URL")?));
    let call = call.bearer_auth(var("PORTAL_KEY")?).timeout(Duration::from_secs(10)).json(&ask);
    let made: Value = call.send().await?.error_for_status()?.json().await?;
    Ok(made["url"].as_str().ok_or("no address")?.to_owned())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let home = get(async || {
        response::Html(r#"<link rel="icon" href="data:,"><h1>Product</h1><a href="/billing">Billing</a>"#)
    });
    let billing =
        get(async || hand_over().await.map_or(Err(StatusCode::BAD_GATEWAY), |url| Ok(response::Redirect::to(&url))));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", var("PORT")?.parse()?)).await?;
    Ok(axum::serve(listener, Router::new().route("/", home).route("/billing", billing)).await?)
}
