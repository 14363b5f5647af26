//! The simulator as something that runs: state files, the log, reset, the program itself.

use crate::common::{Stripe, id};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use stripe_sim::{Options, Simulator};

/// A path of this test's own, in a folder that goes away with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("stripe-sim-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("deep/state.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn on(file: PathBuf) -> std::io::Result<Stripe> {
    let options = Options { state_file: Some(file), ..Options::default() };
    Simulator::start_with(options).await.map(Stripe::around)
}

#[tokio::test]
async fn the_state_outlives_the_simulator() {
    let folder = Folder::new("outlives");
    let stripe = on(folder.file()).await.unwrap();
    stripe.delete("_sim/unkind").await;
    let (customer, _) = stripe.subscribed("").await;
    let url = stripe.session(&customer, "").await;
    stripe.control("clock", json!({"advance": 60})).await;
    let before = stripe.state().await;
    stripe.sim.shutdown().await;

    let stripe = on(folder.file()).await.unwrap();
    let mut after = stripe.state().await;
    assert!(after["now"].as_i64().unwrap() >= before["now"].as_i64().unwrap());
    after["now"] = before["now"].clone();
    assert_eq!(after, before);
    let secret = url.rsplit('/').next().unwrap();
    assert_eq!(stripe.page(&stripe.url(&format!("/p/session/{secret}"))).await.status, 200);
    drop(stripe);
    let left: Vec<_> = std::fs::read_dir(folder.file().parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing but the file is left: {left:?}");
}

#[tokio::test]
async fn a_file_from_before_there_were_entitlements_is_read() {
    let folder = Folder::new("older");
    let stripe = on(folder.file()).await.unwrap();
    let (customer, _) = stripe.subscribed("").await;
    let product = id(&stripe.state().await["products"][0]);
    let feature = id(&stripe.post("/v1/entitlements/features", "lookup_key=api&name=API").await);
    let (path, body) = (format!("/v1/products/{product}/features"), format!("entitlement_feature={feature}"));
    stripe.post(&path, &body).await;
    let list = format!("/v1/entitlements/active_entitlements?customer={customer}");
    let before = stripe.get(&list).await["data"].clone();
    stripe.sim.shutdown().await;
    let stripe = on(folder.file()).await.unwrap();
    assert_eq!(stripe.get(&list).await["data"], before);
    stripe.sim.shutdown().await;

    let mut saved: Value = serde_json::from_str(&std::fs::read_to_string(folder.file()).unwrap()).unwrap();
    for kind in ["entitlement_features", "product_features", "active_entitlements"] {
        assert!(saved.as_object_mut().unwrap().remove(kind).is_some(), "{kind}");
    }
    std::fs::write(folder.file(), saved.to_string()).unwrap();
    let stripe = on(folder.file()).await.unwrap();
    assert_eq!(stripe.get(&list).await["data"], json!([]));
    let feature = id(&stripe.post("/v1/entitlements/features", "lookup_key=api&name=API").await);
    stripe.post(&path, &format!("entitlement_feature={feature}")).await;
    assert_eq!(stripe.get(&list).await["data"][0]["lookup_key"], "api");
}

#[tokio::test]
async fn changes_reach_the_file_without_a_shutdown() {
    let folder = Folder::new("saves");
    let stripe = on(folder.file()).await.unwrap();
    let customer = stripe.customer().await;
    loop {
        let saved = std::fs::read_to_string(folder.file()).unwrap_or_default();
        if saved.contains(&customer) {
            break;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_damaged_file_is_an_error_and_stays_as_it_is() {
    let folder = Folder::new("damaged");
    let file = folder.file();
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    for (content, said) in [("{\"layout\": 1, \"cust", "is damaged"), ("", "is damaged")] {
        std::fs::write(&file, content).unwrap();
        let error = on(file.clone()).await.err().unwrap().to_string();
        assert!(error.contains(said) && error.contains("state.json"), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
    }
    std::fs::remove_file(&file).unwrap();
    on(file.clone()).await.unwrap().customer().await;
    let saved = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, saved.replacen("\"layout\":", "\"layout\":99", 1)).unwrap();
    let error = on(file).await.err().unwrap().to_string();
    assert!(error.contains("another version"), "{error}");
}

#[tokio::test]
async fn a_reset_forgets_everything_but_the_saved_portal_settings() {
    let stripe = Stripe::start().await;
    stripe.subscribed("").await;
    stripe.control("portal_configuration", json!({"default": false})).await;
    stripe.control("faults", json!({"path": "/v1/customers", "answer": {"kind": "hang"}})).await;
    stripe.control("reset", Value::Null).await;
    let state = stripe.state().await;
    assert_eq!(state["customers"], json!([]));
    assert_eq!(state["events"], json!([]));
    assert_eq!(state["billing_portal_configurations"][0]["is_default"], true);
    stripe.get("/v1/customers").await;
}

#[tokio::test]
async fn the_log_tells_what_was_asked_and_answered_but_no_key() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let body = format!("customer={customer}&flow_data[type]=customer_update");
    let request = stripe.request(reqwest::Method::POST, "/v1/billing_portal/sessions", &body);
    request.header("idempotency-key", "click-1").send().await.unwrap();
    let log = stripe.get("_sim/requests").await;
    let entry = log["requests"].as_array().unwrap().last().unwrap();
    assert_eq!(entry["path"], "/v1/billing_portal/sessions");
    assert_eq!(entry["idempotency_key"], "click-1");
    assert_eq!(entry["params"]["flow_data"]["type"], "customer_update");
    assert_eq!((&entry["status"], &entry["replayed"]), (&json!(200), &json!(false)));
    assert!(!log.to_string().contains("sk_test"));
}

#[tokio::test]
async fn unknown_controls_say_so() {
    let stripe = Stripe::start().await;
    for path in ["_sim/nothing", "_sim/reset"] {
        let answer = stripe.http.get(stripe.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 404);
        assert!(answer.text().await.unwrap().contains("no control"));
    }
}

#[tokio::test]
async fn the_program_serves_and_stops_on_sigterm_with_its_state_saved() {
    let folder = Folder::new("program");
    let mut child = Command::new(env!("CARGO_BIN_EXE_stripe-sim"))
        .args(["--addr", "127.0.0.1:0", "--webhook-url", "http://127.0.0.1:9/hook"])
        .args(["--webhook-secret", "whsec_hidden", "--state"])
        .arg(folder.file())
        .env("RUST_LOG", "debug")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut log = String::new();
    let base = loop {
        let line = lines.next().unwrap().unwrap();
        log.push_str(&line);
        if let Some((_, url)) = line.split_once("listens on ") {
            break url.trim().to_owned();
        }
    };
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = |path: &str, body: String| {
        let request = http.post(format!("{base}{path}")).bearer_auth("sk_test_hidden");
        request.header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    let customer: Value = post("v1/customers", "name=x".to_owned()).await.unwrap().json().await.unwrap();
    let session = format!("customer={}", id(&customer));
    let session: Value = post("v1/billing_portal/sessions", session).await.unwrap().json().await.unwrap();
    http.get(session["url"].as_str().unwrap()).send().await.unwrap();
    let terminated = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(terminated.success());
    assert!(child.wait().unwrap().success());
    let saved = std::fs::read_to_string(folder.file()).unwrap();
    assert!(saved.contains(&id(&customer)));
    for line in lines {
        log.push_str(&line.unwrap());
    }
    assert!(log.contains("stopping"));
    let secret = session["url"].as_str().unwrap().rsplit('/').next().unwrap();
    for hidden in ["whsec_hidden", "sk_test_hidden", secret] {
        assert!(!log.contains(hidden), "{hidden} is in the log");
    }
}

#[test]
fn the_program_explains_itself() {
    let help = Command::new(env!("CARGO_BIN_EXE_stripe-sim")).arg("--help").output().unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    for flag in ["--addr", "--webhook-url", "--webhook-secret", "--state", "--allow-host"] {
        assert!(text.contains(flag), "{flag}");
    }
}
