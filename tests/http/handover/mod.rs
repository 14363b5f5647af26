//! Users whom the company's product hands over.

mod api;
mod attacks;
mod company;
mod elsewhere;
mod enter;
mod readme;

use customer_portal::{
    api_keys::{KeyId, create_key},
    config::Product,
};
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::support::{Answer, Browser, Stripe, TestApp};

/// The site, and the product with its key.
pub struct Site {
    pub stripe: Stripe,
    pub app: TestApp,
    pub key: String,
    pub key_id: KeyId,
}

pub const PRODUCT: &str = "https://app.example.com";

impl Site {
    pub async fn start() -> Self {
        Self::start_as(Product { return_origins: PRODUCT.parse().unwrap(), ..Product::default() }).await
    }

    pub async fn start_as(product: Product) -> Self {
        let stripe = Stripe::start().await;
        let app = TestApp::start_configured(&stripe.base(), |_, site| site.product = product).await;
        let key = create_key(&app.state.db, "the product", &"handover".parse().unwrap()).await.unwrap();
        Self { stripe, app, key: key.expose().expose_secret().to_owned(), key_id: key.id }
    }

    /// The product's back end asks.
    pub async fn ask(&self, body: &Value) -> Answer {
        self.ask_with(&format!("Bearer {}", self.key), &body.to_string()).await
    }

    pub async fn ask_with(&self, authorization: &str, body: &str) -> Answer {
        let mut back_end = self.app.browser();
        let request = back_end.request(Method::POST, "/api/v1/handovers");
        let request = request.header("authorization", authorization).header("content-type", "application/json");
        back_end.send(request.body(body.to_owned())).await
    }

    /// The path of a link that the product got.
    pub async fn link(&self, body: &Value) -> String {
        let answer = self.ask(body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()["url"].as_str().unwrap().strip_prefix(&self.app.url).unwrap().to_owned()
    }
}

/// A hand-over of Ada, an owner, to the account page.
pub fn ada() -> Value {
    json!({
        "account": { "external_id": "team-42", "name": "Analytical Engines" },
        "user": { "external_id": "user-7", "email": "Ada@Example.com", "email_verified": true },
        "role": "owner",
        "to": "account",
    })
}

/// The same with other members.
pub fn ada_with(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = ada();
    change(&mut body);
    body
}

/// A person follows the link in a browser, from the product's page.
pub async fn follow(browser: &mut Browser, path: &str) -> Answer {
    let request = browser.request(Method::GET, path).header("accept", "text/html");
    let request = request.header("sec-fetch-site", "cross-site").header("sec-fetch-user", "?1");
    let request = request.header("sec-fetch-mode", "navigate").header("sec-fetch-dest", "document");
    browser.send(request).await
}
