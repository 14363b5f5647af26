//! A Stripe account, and the program as an operator runs it.

use std::process::{Command, Output};

use reqwest::Method;
use serde_json::Value;
use stripe::PAUSING;
use stripe_sim::Simulator;
use tempfile::TempDir;

use crate::program;

/// The simulator with what `portal.toml` sells, and a folder with the file in it.
pub struct Account {
    simulator: Simulator,
    http: reqwest::Client,
    pub folder: TempDir,
}

impl Account {
    pub async fn open() -> Self {
        let account = Self {
            simulator: Simulator::start().await.unwrap(),
            http: reqwest::Client::new(),
            folder: tempfile::tempdir().unwrap(),
        };
        for (id, name, order) in [("prod_demo_pro", "Pro", "1"), ("prod_demo_team", "Team", "2")] {
            account.post("products", &[("id", id), ("name", name), ("metadata[portal_order]", order)]).await;
            for interval in ["month", "year"] {
                account.price(id, interval, &format!("{id}_{interval}"), &[]).await;
            }
        }
        std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/portal.toml"), account.file()).unwrap();
        account
    }

    pub fn base(&self) -> String {
        self.simulator.base_url()
    }

    /// Another price; the answer is its id.
    pub async fn price(&self, product: &str, interval: &str, lookup_key: &str, more: &[(&str, &str)]) -> String {
        let mut form =
            vec![("product", product), ("currency", "usd"), ("unit_amount", "1200"), ("lookup_key", lookup_key)];
        if !interval.is_empty() {
            form.push(("recurring[interval]", interval));
        }
        form.extend(more);
        self.post("prices", &form).await["id"].as_str().unwrap().to_owned()
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Value {
        self.call(Method::POST, path, form).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, &[]).await
    }

    /// A portal's configuration, with pausing.
    pub async fn configuration(&self, id: &str) -> Value {
        let url = format!("{}v1/billing_portal/configurations/{id}", self.base());
        let request = self.http.get(url).bearer_auth("sk_test_tests").header("stripe-version", PAUSING);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn call(&self, method: Method, path: &str, form: &[(&str, &str)]) -> Value {
        let url = format!("{}v1/{path}", self.base());
        let request = self.http.request(method, url).bearer_auth("sk_test_tests");
        let request = if form.is_empty() { request } else { request.form(form) };
        let answer = request.send().await.unwrap();
        let (status, body) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert!(status.is_success(), "{path}: {body}");
        body
    }

    /// One of the simulator's own controls.
    pub async fn control(&self, path: &str, body: Value) {
        let answer = self.http.post(format!("{}_sim/{path}", self.base())).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
    }

    /// Everything it holds of one kind, oldest first.
    pub async fn all(&self, kind: &str) -> Vec<Value> {
        let state = self.http.get(format!("{}_sim/state", self.base())).send().await.unwrap();
        state.json::<Value>().await.unwrap()[kind].as_array().unwrap().clone()
    }

    /// Every portal configuration that is active and not Stripe's own default.
    pub async fn configurations(&self) -> Vec<Value> {
        let all = self.all("billing_portal_configurations").await;
        all.into_iter().filter(|one| one["active"] == true && one["is_default"] == false).collect()
    }

    pub fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("portal.toml")
    }

    /// Replaces something in the file.
    pub fn edit(&self, old: &str, new: &str) {
        let text = std::fs::read_to_string(self.file()).unwrap();
        assert!(text.contains(old), "{old}");
        std::fs::write(self.file(), text.replacen(old, new, 1)).unwrap();
    }

    /// The program with this account's key, from its folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = program(&self.folder);
        command.args(args).env("STRIPE_SECRET_KEY", "sk_test_tests").env("STRIPE_API_BASE", self.base());
        command.env("APP_URL", "https://billing.invalid").env("RUST_LOG", "error");
        command
    }

    /// Runs it to its end: status, output, errors.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }
}

/// What came of running the program.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}
