//! Secrets must never be in a log, even with every level enabled. In a separate process, because
//! other tests would influence which messages are enabled.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod audit;
mod reconcile;
// Not all of it is used here.
#[allow(dead_code, unused_imports, reason = "these tests need a part of it")]
#[path = "../http/support/mod.rs"]
mod support;

use std::{
    io,
    sync::{Arc, Mutex},
};

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

    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    for message in ["request answered", "event stored", "sync failed", "webhook refused", "portal could not be opened"]
    {
        assert!(log.contains(message), "the log is captured: {message}");
    }
    // The HTTP and database libraries print what they move when asked for everything; they are not
    // asked in production. Of our own lines not one may.
    let ours =
        log.lines().filter(|line| OURS.iter().any(|ours| line.contains(&format!(" {ours}::"))) || !is_everything(line));
    let leaks: Vec<_> = ours.filter(|line| SECRETS.iter().any(|secret| line.contains(secret))).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// The crates whose lines are ours.
const OURS: [&str; 7] = ["billing", "customer_portal", "database", "mirror", "portal_config", "queue", "stripe"];

const SECRETS: [&str; 9] = [
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
