//! The log line at the end of a pass.

use serde_json::json;

use crate::{
    Captured,
    support::{Stripe, TestApp},
};

#[tokio::test(flavor = "current_thread")]
async fn an_hourly_pass_counts_what_was_missing_on_the_last_page_too() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(captured.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["product"; 3]);
    stripe.control("unkind", json!({ "other_endpoint_fails": true, "longest_page": 2 })).await;
    for name in ["Pro", "Team", "Enterprise"] {
        stripe.post("products", &[("name", name)]).await;
    }
    app.state.reconciler.run_passes().await.unwrap();
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("reconciliation done sync.pass=UndeliveredEvents drifted=3"), "{log}");
}
