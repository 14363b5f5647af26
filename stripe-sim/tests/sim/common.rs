//! What the tests share: a simulator of their own, and real HTTP to it.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stripe_sim::{Simulator, WebhookTarget};
use tokio::sync::mpsc;

pub const SECRET: &str = "whsec_first";

pub struct Stripe {
    pub sim: Simulator,
    pub http: Client,
}

impl Stripe {
    pub async fn start() -> Self {
        Self::around(Simulator::start().await.unwrap())
    }

    /// Everything is asked in an API version, unless a request names another.
    pub async fn start_in(version: &'static str) -> Self {
        let headers = HeaderMap::from_iter([("stripe-version".parse().unwrap(), HeaderValue::from_static(version))]);
        let http = client().default_headers(headers).build().unwrap();
        Self { sim: Simulator::start().await.unwrap(), http }
    }

    pub fn around(sim: Simulator) -> Self {
        Self { sim, http: client().build().unwrap() }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{}", self.sim.base_url(), path.trim_start_matches('/'))
    }

    pub fn request(&self, method: Method, path: &str, body: &str) -> RequestBuilder {
        let request = self.http.request(method, self.url(path)).bearer_auth("sk_test_x");
        if body.is_empty() {
            return request;
        }
        request.header("content-type", "application/x-www-form-urlencoded").body(body.to_owned())
    }

    pub async fn call(&self, method: Method, path: &str, body: &str) -> (u16, Value) {
        answer(self.request(method, path, body).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &str) -> Value {
        let (status, answer) = self.call(Method::POST, path, body).await;
        assert_eq!(status, 200, "POST {path} {body}: {answer}");
        answer
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.call(Method::GET, path, "").await;
        assert_eq!(status, 200, "GET {path}: {answer}");
        answer
    }

    pub async fn delete(&self, path: &str) -> Value {
        let (status, answer) = self.call(Method::DELETE, path, "").await;
        assert_eq!(status, 200, "DELETE {path}: {answer}");
        answer
    }

    /// The error of a call that has to be refused, with its status.
    pub async fn refused(&self, method: Method, path: &str, body: &str) -> (u16, Value) {
        let (status, answer) = self.call(method, path, body).await;
        assert!(status >= 400, "{path} {body} was not refused: {answer}");
        (status, answer["error"].clone())
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        let request = self.http.post(self.url(&format!("_sim/{path}"))).json(&body);
        let (status, answer) = answer(request.send().await.unwrap()).await;
        assert_eq!(status, 200, "{path} {body}: {answer}");
        answer
    }

    pub async fn state(&self) -> Value {
        self.get("_sim/state").await
    }

    /// A customer with a card and a monthly plan: (customer, subscription).
    pub async fn subscribed(&self, more: &str) -> (String, String) {
        let customer = self.customer().await;
        let price = self.price("pro", 1000).await;
        let body = format!("customer={customer}&items[0][price]={price}&{more}");
        let subscription = self.post("/v1/subscriptions", &body).await;
        (customer, id(&subscription))
    }

    pub async fn customer(&self) -> String {
        let body = "email=ada@example.com&name=Ada&payment_method=pm_card_visa\
            &invoice_settings[default_payment_method]=pm_card_visa";
        id(&self.post("/v1/customers", body).await)
    }

    pub async fn price(&self, product: &str, amount: i64) -> String {
        let body = format!("currency=usd&unit_amount={amount}&recurring[interval]=month&product_data[name]={product}");
        id(&self.post("/v1/prices", &body).await)
    }

    pub async fn session(&self, customer: &str, more: &str) -> String {
        let body = format!("customer={customer}&return_url=http://127.0.0.1:3000/account&{more}");
        let session = self.post("/v1/billing_portal/sessions", &body).await;
        session["url"].as_str().unwrap().to_owned()
    }

    /// A page: status, text, and where it leads.
    pub async fn page(&self, url: &str) -> Page {
        Page::of(self.http.get(url).send().await.unwrap()).await
    }

    pub async fn submit(&self, url: &str, form: &str) -> Page {
        let request =
            self.http.post(url).header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
        Page::of(request.send().await.unwrap()).await
    }

    pub fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { self.url(path) } else { path.to_owned() }
    }

    /// A page, and on from there as a browser goes, as long as it stays here.
    pub async fn follow(&self, mut page: Page) -> Page {
        while let Some(location) = page.location.clone().filter(|to| to.starts_with('/')) {
            page = self.page(&self.absolute(&location)).await;
        }
        page
    }

    pub async fn event_types(&self) -> Vec<String> {
        let state = self.state().await;
        let events = state["events"].as_array().unwrap();
        events.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }
}

pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub location: Option<String>,
    pub text: String,
}

impl Page {
    async fn of(response: Response) -> Self {
        let headers = response.headers().clone();
        Self {
            status: response.status().as_u16(),
            location: headers.get("location").map(|to| to.to_str().unwrap().to_owned()),
            headers,
            text: response.text().await.unwrap(),
        }
    }
}

fn client() -> ClientBuilder {
    Client::builder().redirect(redirect::Policy::none()).no_proxy()
}

async fn answer(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    (status, response.json().await.unwrap())
}

pub fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// A webhook delivery as it came in.
#[derive(Debug)]
pub struct Delivery {
    pub signature: String,
    pub body: String,
}

impl Delivery {
    pub fn event(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.event()["type"].as_str().unwrap().to_owned()
    }
}

/// Somebody who listens for webhooks, and answers as told: each status once, then 200.
pub struct Hook {
    pub url: String,
    deliveries: mpsc::UnboundedReceiver<Delivery>,
    answers: Answers,
}

type Answers = Arc<Mutex<VecDeque<u16>>>;
type Inbox = (mpsc::UnboundedSender<Delivery>, Answers);

async fn receive(State((inbox, answers)): State<Inbox>, headers: HeaderMap, body: String) -> StatusCode {
    let signature = headers["stripe-signature"].to_str().unwrap().to_owned();
    let status = answers.lock().unwrap().pop_front().unwrap_or(200);
    let _ = inbox.send(Delivery { signature, body });
    StatusCode::from_u16(status).unwrap()
}

impl Hook {
    pub async fn listen() -> Self {
        let (inbox, deliveries) = mpsc::unbounded_channel();
        let answers = Answers::default();
        let app = axum::Router::new().route("/hook", axum::routing::post(receive)).with_state((inbox, answers.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, deliveries, answers }
    }

    pub fn target(&self, secrets: &[&str]) -> WebhookTarget {
        WebhookTarget { url: self.url.clone(), secrets: secrets.iter().map(|secret| (*secret).to_owned()).collect() }
    }

    pub fn answer_first(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub async fn next(&mut self) -> Delivery {
        tokio::time::timeout(Duration::from_secs(20), self.deliveries.recv())
            .await
            .expect("a webhook within 20 s")
            .unwrap()
    }

    /// The next delivery of a type; others on the way are let go.
    pub async fn next_of(&mut self, kind: &str) -> Delivery {
        loop {
            let delivery = self.next().await;
            if delivery.kind() == kind {
                return delivery;
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.deliveries.is_empty()
    }

    pub fn nothing_came(&mut self) -> bool {
        self.deliveries.try_recv().is_err()
    }
}

pub fn fault(path: &str, answer: Value) -> Value {
    json!({ "path": path, "answer": answer })
}
