//! The simulated Stripe, and how it misbehaves.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use stripe_sim::{Simulator, WebhookTarget};

use crate::Outcome;

/// How often a request is made that is too many.
const LIMITED: u32 = 600;

#[derive(Clone)]
pub struct Stripe {
    simulator: Arc<Simulator>,
    http: reqwest::Client,
}

impl Stripe {
    pub async fn start() -> Outcome<Self> {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { simulator: Arc::new(Simulator::start().await?), http })
    }

    pub fn base(&self) -> String {
        self.simulator.base_url()
    }

    pub fn send_events_to(&self, url: &str, secrets: &[&str]) {
        let secrets = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        self.simulator.set_webhook(WebhookTarget { url: url.to_owned(), secrets });
    }

    /// A change, made through the API; those of the server only read, so no fault hits these.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Outcome<Value> {
        self.answer(self.http.post(format!("{}v1/{path}", self.base())).form(form)).await
    }

    pub async fn delete(&self, path: &str) -> Outcome<Value> {
        self.answer(self.http.delete(format!("{}v1/{path}", self.base()))).await
    }

    /// The answer, sooner or later: what the server asks for counts towards the same limit.
    async fn answer(&self, request: RequestBuilder) -> Outcome<Value> {
        for _ in 0..LIMITED {
            let request = request.try_clone().ok_or("a request that cannot be made twice")?;
            let answer = request.bearer_auth("sk_test_life").send().await?;
            if answer.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(answer.json().await?);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err("Stripe let nothing in for a minute".into())
    }

    pub async fn control(&self, path: &str, body: Value) -> Outcome<Value> {
        let answer = self.http.post(format!("{}_sim/{path}", self.base())).json(&body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Every object in Stripe's shape, oldest first.
    pub async fn state(&self) -> Outcome<Value> {
        Ok(self.http.get(format!("{}_sim/state", self.base())).send().await?.json().await?)
    }

    /// The keys of the features of a product. It is asked for by the API: call it when there are no faults.
    pub async fn features(&self, product: &str) -> Outcome<Vec<String>> {
        let mut keys = Vec::new();
        let mut last = None;
        loop {
            let after = last.map_or_else(String::new, |id: String| format!("?starting_after={id}"));
            let url = format!("{}v1/products/{product}/features{after}", self.base());
            let page = self.answer(self.http.get(url)).await?;
            let listed = page["data"].as_array().ok_or_else(|| format!("Stripe refused: {page}"))?;
            let key = |listed: &Value| listed["entitlement_feature"]["lookup_key"].as_str().map(str::to_owned);
            keys.extend(listed.iter().filter_map(key));
            last = listed.last().map(id).transpose()?;
            if page["has_more"] != true {
                return Ok(keys);
            }
        }
    }

    /// The newest of these objects, or null. Not asked for by the API, where faults hit what is read.
    pub async fn newest(&self, kind: &str, is_wanted: impl Fn(&Value) -> bool) -> Outcome<Value> {
        let mut state = self.state().await?;
        let all = state[kind].as_array_mut().map(std::mem::take).unwrap_or_default();
        Ok(all.into_iter().rfind(is_wanted).unwrap_or_default())
    }

    /// A new default.
    pub async fn change_payment_method(&self, customer: &str, method: &str) -> Outcome<Value> {
        let attached = self.post(&format!("payment_methods/{method}/attach"), &[("customer", customer)]).await?;
        let Some(method) = attached["id"].as_str() else { return Ok(attached) };
        self.post(&format!("customers/{customer}"), &[("invoice_settings[default_payment_method]", method)]).await
    }

    /// All events that were ever told to anybody: their types by their ids.
    pub async fn events(&self) -> Outcome<BTreeMap<String, String>> {
        let state = self.state().await?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let events = state["events"].as_array().into_iter().flatten();
        Ok(events.filter_map(|event| Some((text(&event["id"])?, text(&event["type"])?))).collect())
    }

    /// The ids of the events that tell of one of these objects, or of something that belongs to it.
    pub async fn events_about(&self, objects: &BTreeSet<String>) -> Outcome<BTreeSet<String>> {
        let state = self.state().await?;
        let is_about = |event: &&Value| {
            let object = &event["data"]["object"];
            ["id", "customer"].iter().any(|field| object[*field].as_str().is_some_and(|id| objects.contains(id)))
        };
        let events = state["events"].as_array().into_iter().flatten().filter(is_about);
        Ok(events.filter_map(|event| event["id"].as_str()).map(str::to_owned).collect())
    }

    /// Of every hundred calls of the server: 10 are too many, 5 fail, 2 are never answered, 2 break
    /// off, and 10 are answered late, so that an older answer can come after a newer one.
    pub async fn misbehave(&self, seed: u64) -> Outcome<()> {
        let answers = [
            (10, json!({ "kind": "error", "status": 429, "retry_after": 1 })),
            (5, json!({ "kind": "error", "status": 500 })),
            (2, json!({ "kind": "hang" })),
            (2, json!({ "kind": "reset" })),
            (10, json!({ "kind": "delay", "ms": 700 })),
        ];
        for (number, (rate, answer)) in (0..).zip(answers) {
            for (method, path) in [("GET", "/v1/*"), ("POST", "/v1/invoices/create_preview")] {
                let fault = json!({ "method": method, "path": path, "rate": rate, "seed": seed + number, "stage": stage(&answer),
                                    "answer": answer });
                self.control("faults", fault).await?;
            }
        }
        let disorder = json!({ "shuffle": true, "duplicate": 20, "drop": 3, "delay_ms": 1500, "seed": seed });
        self.control("webhooks", json!({ "disorder": disorder })).await.map(drop)
    }

    /// The next answer to a `GET` of this path is given, and then held back for this long.
    pub async fn hold_back(&self, path: &str, time: Duration) -> Outcome<()> {
        let answer = json!({ "kind": "delay", "ms": u64::try_from(time.as_millis())? });
        self.control("faults", json!({ "method": "GET", "path": path, "stage": "after", "answer": answer }))
            .await
            .map(drop)
    }

    /// Whether an answer is still to be held back: nobody has asked for it yet.
    pub async fn holds_back(&self) -> Outcome<bool> {
        let faults: Value = self.http.get(format!("{}_sim/faults", self.base())).send().await?.json().await?;
        Ok(faults["faults"].as_array().is_some_and(|faults| !faults.is_empty()))
    }

    /// These customers are a failure of Stripe's own, for good.
    pub async fn poison(&self, customers: &[String]) -> Outcome<()> {
        let trouble = |id: &String| (id.clone(), json!({ "kind": "error", "status": 500 }));
        let troubles: Value = customers.iter().map(trouble).collect::<serde_json::Map<_, _>>().into();
        self.control("unkind", json!({ "troubles": troubles })).await.map(drop)
    }

    /// No more faults, and everything that waits is delivered at once.
    pub async fn behave(&self) -> Outcome<()> {
        self.http.delete(format!("{}_sim/faults", self.base())).send().await?.error_for_status()?;
        let order = json!({ "shuffle": false, "duplicate": 0, "drop": 0, "delay_ms": 0, "seed": 0 });
        self.control("webhooks", json!({ "disorder": order })).await?;
        self.control("webhooks", json!({ "held": false })).await.map(drop)
    }

    /// How many of the last thousand calls a fault hit.
    pub async fn faults(&self) -> Outcome<usize> {
        let log: Value = self.http.get(format!("{}_sim/requests", self.base())).send().await?.json().await?;
        Ok(log["requests"].as_array().into_iter().flatten().filter(|request| !request["fault"].is_null()).count())
    }
}

/// Late is an answer that was right when it was given; nothing happens to what fails otherwise.
fn stage(answer: &Value) -> &'static str {
    if answer["kind"] == "delay" { "after" } else { "before" }
}

/// The id of what was made.
pub fn id(object: &Value) -> Outcome<String> {
    object["id"].as_str().map(str::to_owned).ok_or_else(|| format!("Stripe refused: {object}").into())
}
