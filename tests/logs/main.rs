//! What must never be in a log, looked for in one that has everything switched on. In a process of
//! its own, because other tests would decide for this one which messages are wanted at all.

#![allow(clippy::unwrap_used)]

// Not all of it is used here.
#[allow(dead_code, unused_imports)]
#[path = "../http/support/mod.rs"]
mod support;

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

use support::{Misbehaviour, PASSWORD, PORTAL_URL, StubStripe, TestApp};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

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
            r#"{"error":{"message":"No such customer: 'cus_1'","code":"resource_missing","param":"customer"}}"#,
        ),
        Misbehaviour::Answer(200, r#"{"url":"https://billing.stripe.com/p/session/test_SECRETPORTALURL"}"#),
    ] {
        let stripe = StubStripe::start(misbehaviour).await;
        let app = TestApp::start(&stripe.base).await;
        let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
        browser.post("/api/create_portal_session", &[]).await;
        browser.post_body("/api/portal", "").await;
        browser.get("/account?token=SECRETQUERY").await;
        let body = r#"{"id":"evt_1","type":"invoice.paid","created":1,"data":{"object":{"note":"SECRETPAYLOAD"}}}"#;
        browser.post_body("/api/stripe/webhook", body).await;
        browser.post("/api/login", &[("email", "ada@example.com"), ("password", "SECRETGUESS")]).await;
    }

    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    for message in ["request answered", "webhook refused", "customer portal could not be opened"] {
        assert!(log.contains(message), "the log is captured: {message}");
    }
    // Our own lines only: at TRACE the HTTP libraries print the bytes they move, and are off in production.
    let ours: Vec<&str> = log.lines().filter(|line| !is_library_trace(line)).collect();
    for secret in [
        PORTAL_URL,
        "SECRETPORTALURL",
        "SECRETQUERY",
        "SECRETPAYLOAD",
        "SECRETGUESS",
        PASSWORD,
        "sk_test_app",
        "whsec_test",
        "ada@example.com",
    ] {
        let leaks: Vec<_> = ours.iter().filter(|line| line.contains(secret)).collect();
        assert!(leaks.is_empty(), "{secret}: {leaks:?}");
    }
}

fn is_library_trace(line: &str) -> bool {
    [" TRACE ", " DEBUG "].iter().any(|level| line.contains(level))
}
