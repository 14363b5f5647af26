//! The audit trail, as a machine reads it.

use mirror::entity::invoice;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::Value;
use tracing_subscriber::{Layer, filter::filter_fn, layer::SubscriberExt};

use crate::{
    Captured,
    support::{Browser, PASSWORD, Stripe, TestApp, deliver},
};

/// What was recorded: the event and its reason, whose it was, and that it tells the request and the network.
fn trail(captured: &Captured) -> Vec<(String, String, Option<i64>)> {
    let text = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .map(|line| {
            let span = line["spans"].as_array().unwrap().iter().find(|span| span["name"] == "request").unwrap();
            assert_eq!(span["request.id"].as_str().unwrap().len(), 36, "{line}");
            assert_eq!(span["client.network"], "127.0.0.1", "{line}");
            let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            (text("audit.event"), text("audit.reason"), line["user.id"].as_i64())
        })
        .collect()
}

async fn sign_in(browser: &mut Browser, email: &str, password: &str) {
    browser.post("/api/login", &[("email", email), ("password", password)]).await;
}

/// On the one thread of this test's runtime everything the server logs is captured too.
#[tokio::test(flavor = "current_thread")]
async fn what_matters_for_money_and_accounts_leaves_a_line() {
    let captured = Captured::default();
    let layer = tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(captured.clone());
    let audit = layer.with_filter(filter_fn(|about| about.is_span() || about.target() == "audit"));
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(audit));

    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let (customer, _) = stripe.subscriber("pro").await;
    let (mut ada, id) = app.customer("ada@example.com", &customer).await;
    ada.post_body("/api/portal", "").await;
    let theirs = r#"{"flow":"subscription_cancel","subscription":"sub_of_somebody_else"}"#;
    ada.post_body("/api/portal", theirs).await;
    // Who tried is written down whatever Stripe answers.
    let down = serde_json::json!({ "path": "/v1/billing_portal/sessions", "rate": 100, "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", down).await;
    ada.post_body("/api/portal", theirs).await;
    let theirs = invoice::ActiveModel {
        id: Set("in_theirs".to_owned()),
        customer_id: Set("cus_of_somebody_else".to_owned()),
        status: Set("open".to_owned()),
        currency: Set("usd".to_owned()),
        total: Set(1200),
        amount_remaining: Set(1200),
        created_at: Set(0),
        ..Default::default()
    };
    invoice::Entity::insert(theirs).exec_without_returning(&app.state.db).await.unwrap();
    ada.get("/account/invoices/in_theirs").await;
    let form = [("current_password", "wrong-hat-again"), ("password", "copper-window-tide")];
    ada.post_from("/account/password", "/api/change_password", &form).await;
    let form = [("current_password", PASSWORD), ("password", "copper-window-tide")];
    ada.post_from("/account/password", "/api/change_password", &form).await;
    let cookie = ada.cookie("session").unwrap().to_owned();
    ada.post("/api/logout", &[]).await;
    // Sent once more after an ordinary sign-out: no line.
    ada.set_cookie("session", &cookie);
    ada.get("/account").await;

    let mut stranger = app.browser();
    sign_in(&mut stranger, "ada@example.com", "guess-after-guess").await;
    sign_in(&mut stranger, "nobody@example.com", "guess-after-guess").await;
    for _ in 0..9 {
        sign_in(&mut stranger, "ada@example.com", "guess-after-guess").await;
    }
    sign_in(&mut stranger, "ada@example.com", "guess-after-guess").await;
    let request = stranger.request(reqwest::Method::POST, "/api/logout").header("origin", "https://evil.example");
    stranger.send(request).await;
    let mut bob = app.browser();
    bob.post("/api/signup", &[("email", "bob@example.com"), ("password", PASSWORD)]).await;
    bob.post("/api/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    let mut elsewhere = app.browser();
    sign_in(&mut elsewhere, "bob@example.com", PASSWORD).await;
    for _ in 0..2 {
        // The second time there is none to end: no line.
        bob.post("/api/end_session", &[("session", "others")]).await;
    }
    for password in ["guess-after-guess", PASSWORD] {
        bob.post("/api/delete_account", &[("confirmed", "yes"), ("current_password", password)]).await;
    }
    let bought = format!(
        r#"{{"id":"evt_1","type":"checkout.session.completed","created":1,"data":{{"object":{{"customer":"{customer}"}}}}}}"#
    );
    deliver(&app, &bought).await;
    deliver(&app, &bought).await;

    let ada = Some(id.0);
    let expected = [
        ("sign_in", "", ada),
        ("portal_opened", "", ada),
        ("foreign_subscription", "", ada),
        ("portal_opened", "", ada),
        ("foreign_subscription", "", ada),
        ("foreign_invoice", "", ada),
        ("password_change_failed", "wrong_password", ada),
        ("password_changed", "", ada),
        ("sign_out", "", ada),
        ("sign_in_failed", "wrong_password", ada),
        ("sign_in_failed", "unknown_account", None),
        ("sign_in_failed", "wrong_password", ada),
        ("sign_in_failed", "throttled_by_address", None),
        ("cross_site_refused", "", None),
        ("sign_up", "", Some(id.0 + 1)),
        ("sign_up_failed", "throttled_by_address", None),
        ("sign_in", "", Some(id.0 + 1)),
        ("sessions_ended", "", Some(id.0 + 1)),
        ("account_deletion_failed", "wrong_password", Some(id.0 + 1)),
        ("account_deleted", "", Some(id.0 + 1)),
        ("sign_out", "", Some(id.0 + 1)),
        // Which member bought Stripe does not say.
        ("plan_bought", "", None),
    ];
    let mut found = trail(&captured);
    // The guesses in the middle are all alike.
    found.dedup();
    let expected: Vec<_> = expected.map(|(event, reason, user)| (event.to_owned(), reason.to_owned(), user)).into();
    assert_eq!(found, expected);
    let text = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    for secret in ["@example.com", PASSWORD, "guess-after", "bps_", "/p/session", &cookie] {
        assert!(!text.contains(secret), "{secret}");
    }
}
