//! A Stripe that answers at once, so that what is measured is the site.

use axum::{Json, Router, routing::any};
use proof::Outcome;
use serde_json::json;
use tokio::net::TcpListener;

/// Its base address.
pub async fn start() -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}/", listener.local_addr()?);
    let url = format!("{base}p/session/test_1");
    let session = move || {
        let url = url.clone();
        async move {
            Json(json!({
                "id": "bps_1", "object": "billing_portal.session", "configuration": "bpc_1", "created": 1, "customer": "cus_1",
                "livemode": false, "url": url,
            }))
        }
    };
    let nothing = any(|| async { Json(json!({ "object": "list", "data": [], "has_more": false, "url": "/v1" })) });
    let app = Router::new().route("/v1/billing_portal/sessions", any(session)).fallback_service(nothing);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(base)
}
