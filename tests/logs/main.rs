//! Secrets must never be in a log, even with every level enabled. In a separate process, because
//! other tests would influence which messages are enabled.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access_token;
mod audit;
mod mailed;
mod oidc;
mod reconcile;
// Not all of it is used here.
#[allow(dead_code, unused_imports, reason = "these tests need a part of it")]
#[path = "../http/support/mod.rs"]
mod support;

use std::{
    io,
    sync::{Arc, Mutex},
};

use customer_portal::api_keys::create_key;
use secrecy::ExposeSecret;
use support::{Misbehaviour, PASSWORD, PORTAL_URL, StubStripe, TestApp, deliver};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(pub Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// On the one thread of this test's runtime everything the server logs is captured too.
#[tokio::test(flavor = "current_thread")]
async fn no_secret_url_or_body_reaches_the_log() {
    let captured = Captured::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(captured.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    for misbehaviour in [
        Misbehaviour::None,
        Misbehaviour::FailsOnce,
        Misbehaviour::Answer(
            400,
            r#"{"error":{"message":"No such customer","code":"resource_missing","param":"customer"}}"#,
        ),
        Misbehaviour::Answer(402, r#"{"error":{"type":"card_error","message":"Your card was declined."}}"#),
        Misbehaviour::Answer(200, r#"{"url":"https://billing.stripe.com/p/session/test_SECRETPORTALURL"}"#),
    ] {
        let is_missing = matches!(misbehaviour, Misbehaviour::Answer(400, _));
        let stripe = StubStripe::start(misbehaviour).await;
        let app = TestApp::start(&stripe.base).await;
        // What this Stripe says is no customer, but that there is none.
        app.leaves_jobs(["customer"].into_iter().take(usize::from(!is_missing)));
        let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
        browser.post("/api/create_portal_session", &[]).await;
        browser.post_body("/api/portal", "").await;
        browser.get("/account?token=SECRETQUERY").await;
        browser.post("/api/login", &[("email", "ada@example.com"), ("password", "SECRETGUESS")]).await;
        for (id, kind) in [("evt_1", "customer.subscription.updated"), ("evt_2", "invoice.paid")] {
            let object = r#"{"object":"subscription","customer":"cus_1","note":"SECRETPAYLOAD"}"#;
            let body = format!(r#"{{"id":"{id}","type":"{kind}","created":1,"data":{{"object":{object}}}}}"#);
            assert_eq!(deliver(&app, &body).await.status, 200);
        }
        app.work().await;
        browser.post_body("/api/stripe/webhook", "SECRETPAYLOAD").await;
    }

    let (token, secret) = hand_over().await;
    let of_provider = oidc::sign_in().await;
    let of_mails = mailed::links().await;
    let access = access_token::signed().await;
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    let mailed = ["/mail/…", "password_reset", "wrong_code", "a mail was given up"];
    for message in mailed.iter().filter(|_| !of_mails.is_empty()) {
        assert!(log.contains(message), "the log is captured: {message}");
    }
    for message in [
        "request answered",
        "event stored",
        "sync failed",
        "webhook refused",
        "portal could not be opened",
        "/enter/…",
        "handover_made",
        "entered",
        "provider_sign_in",
        "provider_sign_in_failed",
        "nobody was signed in at the identity provider",
        "made the first key that signs access tokens",
        "cannot be opened with APP_SECRET",
    ] {
        assert!(log.contains(message), "the log is captured: {message}");
    }
    // The HTTP and database libraries print what they move when asked for everything; they are not
    // asked in production. Of our own lines not one may.
    let ours =
        log.lines().filter(|line| OURS.iter().any(|ours| line.contains(&format!(" {ours}::"))) || !is_everything(line));
    let secrets: Vec<&str> = SECRETS
        .into_iter()
        .chain([token.as_str(), &secret])
        .chain(access.split('.').skip(1))
        .chain(of_provider.iter().chain(&of_mails).map(String::as_str))
        .collect();
    let leaks: Vec<_> = ours.filter(|line| secrets.iter().any(|secret| line.contains(secret))).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// The crates whose lines are ours.
const OURS: [&str; 10] =
    ["billing", "customer_portal", "database", "https", "mirror", "oidc", "portal_config", "queue", "smtp", "stripe"];

const SECRETS: [&str; 10] = [
    "lin@example.com",
    PORTAL_URL,
    "SECRETPORTALURL",
    "SECRETQUERY",
    "SECRETPAYLOAD",
    "SECRETGUESS",
    PASSWORD,
    "sk_test_app",
    "whsec_test",
    "ada@example.com",
];

fn is_everything(line: &str) -> bool {
    [" TRACE ", " DEBUG "].iter().any(|level| line.contains(level))
}

/// A hand-over, followed, spent and guessed at. Returns the token, and the secret of the key.
async fn hand_over() -> (String, String) {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let key = create_key(&app.state.db, "product", &"handover".parse().unwrap()).await.unwrap().expose();
    let key = key.expose_secret();
    let ask = r#"{"account": {"external_id": "team"}, "role": "owner", "to": "account",
        "user": {"external_id": "user", "email": "lin@example.com", "email_verified": true}}"#;
    let mut browser = app.browser();
    let post = browser.request(reqwest::Method::POST, "/api/v1/handovers").bearer_auth(key);
    let made = browser.send(post.header("content-type", "application/json").body(ask)).await;
    let url = made.json()["url"].as_str().unwrap().to_owned();
    browser.get(&url).await;
    browser.get(&url.replace("/enter/", "//enter/")).await;
    assert_eq!(browser.post_from("/account", url.strip_prefix(&app.url).unwrap(), &[]).await.status, 302);
    browser.get(&url).await;
    let refused = browser.request(reqwest::Method::POST, "/api/v1/handovers").bearer_auth(format!("{key}x"));
    assert_eq!(browser.send(refused.body(ask)).await.status, 401);
    (url.rsplit('/').next().unwrap().to_owned(), key.splitn(3, '_').last().unwrap().to_owned())
}
