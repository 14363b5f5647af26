//! The simulator as a Stripe account that tests fill through its API.

use serde_json::Value;
use stripe_sim::{Simulator, WebhookTarget};

/// A simulator that ends with the test.
pub struct Stripe {
    simulator: Simulator,
    http: reqwest::Client,
}

impl Stripe {
    /// An empty account.
    pub async fn start() -> Self {
        Self { simulator: Simulator::start().await.unwrap(), http: reqwest::Client::new() }
    }

    /// Its address, with a slash at the end.
    pub fn base(&self) -> String {
        self.simulator.base_url()
    }

    /// Sends its events to the site at `url` from now on, signed with `whsec_test`.
    pub fn send_webhooks_to(&self, url: &str) {
        self.simulator.set_webhook(WebhookTarget {
            url: format!("{url}/api/stripe/webhook"),
            secrets: vec!["whsec_test".to_owned()],
        });
    }

    /// Posts a form to `/v1/…`; it must succeed.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let request = self.http.post(format!("{}v1/{path}", self.base())).bearer_auth("sk_test_tests").form(form);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert!(status.is_success(), "{path}: {body}");
        body
    }

    /// Deletes `/v1/…`; it must succeed.
    pub async fn delete(&self, path: &str) {
        let request = self.http.delete(format!("{}v1/{path}", self.base())).bearer_auth("sk_test_tests");
        assert!(request.send().await.unwrap().status().is_success(), "{path}");
    }

    /// Its whole state.
    pub async fn state(&self) -> Value {
        self.read("state").await
    }

    /// Reads one of its controls.
    pub async fn read(&self, path: &str) -> Value {
        self.http.get(format!("{}_sim/{path}", self.base())).send().await.unwrap().json().await.unwrap()
    }

    /// Posts to one of its controls.
    pub async fn control(&self, path: &str, body: Value) {
        let request = self.http.post(format!("{}_sim/{path}", self.base())).json(&body);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
    }

    /// Removes all faults.
    pub async fn forget_faults(&self) {
        let request = self.http.delete(format!("{}_sim/faults", self.base()));
        assert!(request.send().await.unwrap().status().is_success());
    }

    /// The portal configuration that was saved in the Dashboard.
    pub async fn default_configuration(&self) -> String {
        let state = self.state().await;
        let mut all = state["billing_portal_configurations"].as_array().unwrap().iter();
        id(all.find(|one| one["is_default"] == true).unwrap())
    }

    /// A customer (`cus_…`) with a Visa card.
    pub async fn customer(&self) -> String {
        let card = [("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa")];
        id(&self.post("customers", &card).await)
    }

    /// A customer who pays for a monthly plan: the customer's and the subscription's id.
    pub async fn subscriber(&self, plan: &str) -> (String, String) {
        let customer = self.customer().await;
        let subscription = self.subscribe(&customer, plan).await;
        (customer, subscription)
    }

    /// Subscribes the customer to a new product with this name, for $12.00 a month. Returns the id
    /// of the subscription (`sub_…`).
    pub async fn subscribe(&self, customer: &str, plan: &str) -> String {
        let product = id(&self.post("products", &[("name", plan)]).await);
        let price = [
            ("product", product.as_str()),
            ("currency", "usd"),
            ("unit_amount", "1200"),
            ("recurring[interval]", "month"),
        ];
        let price = id(&self.post("prices", &price).await);
        id(&self.post("subscriptions", &[("customer", customer), ("items[0][price]", &price)]).await)
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}
