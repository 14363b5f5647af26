//! A Stripe that answers at once, so that what is measured is the site.

use axum::{Json, Router, routing::any};
use proof::Outcome;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The only product: a plan of the site with three features.
pub fn product() -> Value {
    json!({
        "id": "prod_1", "object": "product", "active": true, "created": 1, "default_price": null, "description": null,
        "images": [], "livemode": false, "marketing_features": [], "name": "Pro", "package_dimensions": null,
        "metadata": { "portal_order": "1", "features": "api, seats, sso", "limit.seats": "5 * quantity" },
        "shippable": null, "statement_descriptor": null, "tax_code": null, "type": "service", "unit_label": null,
        "updated": 1, "url": null,
    })
}

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
    // Else the site learns that it is not sold any more, which is a change of the rules.
    let products = any(|| async {
        Json(json!({ "object": "list", "data": [product()], "has_more": false, "url": "/v1/products" }))
    });
    let app = Router::new()
        .route("/v1/billing_portal/sessions", any(session))
        .route("/v1/products", products)
        .fallback_service(nothing);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(base)
}
