//! Where scenes are played: what they are played with, and what an application would read of them.

use crate::common::{Delivery, Hook, SECRET, Stripe, id};
use crate::webhooks::signed;
use serde_json::{Value, json};

/// A customer, two prices and somebody who listens.
pub struct Stage {
    pub stripe: Stripe,
    hook: Hook,
    /// What came in so far, in the order it came in, which is not promised.
    heard: Vec<Delivery>,
    pub customer: String,
    pub price: String,
    pub other: String,
}

impl Stage {
    pub async fn set() -> Self {
        let stripe = Stripe::start().await;
        let (price, other) = (stripe.price("Pro", 2000).await, stripe.price("Basic", 900).await);
        let customer = id(&stripe.post("/v1/customers", "email=ada@example.com").await);
        let hook = Hook::listen().await;
        stripe.sim.set_webhook(hook.target(&[SECRET]));
        Self { stripe, hook, heard: Vec::new(), customer, price, other }
    }

    pub async fn now(&self) -> i64 {
        self.stripe.get("_sim/clock").await["now"].as_i64().unwrap()
    }

    pub async fn list(&self, path: &str) -> Vec<Value> {
        self.stripe.get(path).await["data"].as_array().unwrap().clone()
    }

    pub async fn subscriptions(&self) -> Vec<Value> {
        let customer = &self.customer;
        self.list(&format!("/v1/subscriptions?customer={customer}&status=all&expand[]=data.default_payment_method"))
            .await
    }

    pub async fn invoices(&self) -> Vec<Value> {
        self.list(&format!("/v1/invoices?customer={}&limit=12", self.customer)).await
    }

    pub async fn cards(&self) -> Vec<Value> {
        self.list(&format!("/v1/customers/{}/payment_methods", self.customer)).await
    }

    pub async fn customer(&self) -> Value {
        let path = format!("/v1/customers/{}?expand[]=invoice_settings.default_payment_method", self.customer);
        self.stripe.get(&path).await
    }

    pub async fn preview(&self, subscription: &Value) -> (u16, Value) {
        let body = format!("customer={}&subscription={}", self.customer, id(subscription));
        self.stripe.call(reqwest::Method::POST, "/v1/invoices/create_preview", &body).await
    }

    /// Plays a scene; whatever it is, the clock stands still and what was answered is what is listed.
    pub async fn play(&self, scene: &str) -> Vec<Value> {
        let before = self.now().await;
        let body = json!({"customer": self.customer, "price": self.price, "scene": scene});
        let answer = self.stripe.control("scenes", body).await;
        let moved = self.now().await - before;
        assert!((0..3_600).contains(&moved), "the clock moved by {moved} s");
        let listed = self.list(&format!("/v1/subscriptions?customer={}&status=all", self.customer)).await;
        assert_eq!(answer["subscriptions"].as_array().unwrap(), &listed);
        listed
    }

    /// Plays a scene with one subscription, whose making everybody is told of.
    pub async fn alone(&mut self, scene: &str, status: &str) -> Value {
        let subscriptions = self.play(scene).await;
        assert_eq!(subscriptions.len(), 1, "{subscriptions:?}");
        let subscription = subscriptions[0].clone();
        assert_eq!(subscription["status"], status, "{subscription}");
        let told = self.told("customer.subscription.created").await;
        assert_eq!(told["data"]["object"]["id"], subscription["id"]);
        assert_eq!(told["created"], subscription["created"], "told at the time it happened");
        subscription
    }

    /// The first event of a type, well signed.
    pub async fn told(&mut self, kind: &str) -> Value {
        loop {
            if let Some(delivery) = self.heard.iter().find(|delivery| delivery.kind() == kind) {
                let (timestamp, signature) = delivery.signature.split_once(",v1=").unwrap();
                let timestamp = timestamp.strip_prefix("t=").unwrap();
                assert_eq!(signature, signed(SECRET, timestamp, &delivery.body));
                return delivery.event();
            }
            let delivery = self.hook.next().await;
            self.heard.push(delivery);
        }
    }
}

pub fn time(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no time"))
}

pub fn period_end(subscription: &Value) -> i64 {
    time(&subscription["items"]["data"][0]["current_period_end"])
}

pub fn statuses(objects: &[Value]) -> Vec<&str> {
    objects.iter().map(|object| object["status"].as_str().unwrap()).collect()
}
