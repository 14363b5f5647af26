//! Stopping and killing the server while Stripe delivers; and the metrics.

use std::{
    collections::BTreeSet,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use database::Database;
use mirror::entity::stripe_event;
use sea_orm::{ConnectionTrait, EntityTrait};
use stripe::{WebhookSecret, sign_now};
use tempfile::TempDir;

use crate::{
    program,
    server::{Server, free_port},
};

fn settings(folder: &TempDir) -> Command {
    let mut command = program(folder);
    command.env("STRIPE_SECRET_KEY", "sk_test_x").env("STRIPE_WEBHOOK_SECRET", "whsec_test");
    // Nobody is there: what is acknowledged stays in the inbox.
    command.env("STRIPE_API_BASE", "http://127.0.0.1:1/");
    command
}

async fn deliver(site: std::net::SocketAddr, id: &str) -> Option<u16> {
    let body = format!(
        r#"{{"id":"{id}","type":"customer.updated","created":1,"data":{{"object":{{"id":"cus_1","object":"customer"}}}}}}"#
    );
    let secret: WebhookSecret = "whsec_test".parse().unwrap();
    // A connection for each, as if each came from another machine of Stripe's.
    let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    let request = http.post(format!("http://{site}/api/stripe/webhook"));
    let request = request.header("stripe-signature", sign_now(&secret, body.as_bytes())).body(body);
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

/// Delivers from sixteen sides until the server is gone. Says what was acknowledged.
async fn deliver_until_stopped(server: Server, stop: impl FnOnce(Server)) -> BTreeSet<String> {
    let site = server.site;
    let accepted = std::sync::Arc::new(AtomicUsize::new(0));
    let senders = (0..16).map(|sender| {
        let accepted = accepted.clone();
        tokio::spawn(async move {
            let mut acknowledged = Vec::new();
            for number in 0.. {
                let id = format!("evt_{sender}_{number}");
                match deliver(site, &id).await {
                    Some(200) => acknowledged.push(id),
                    Some(status) => panic!("{status}: a request was begun and not finished"),
                    None => break,
                }
                accepted.fetch_add(1, Ordering::Relaxed);
            }
            acknowledged
        })
    });
    let senders: Vec<_> = senders.collect();
    while accepted.load(Ordering::Relaxed) < 200 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop(server);
    let mut acknowledged = BTreeSet::new();
    for sender in senders {
        acknowledged.extend(sender.await.unwrap());
    }
    acknowledged
}

async fn database(folder: &TempDir) -> Database {
    let url = format!("sqlite://{}/data/customer-portal.db", folder.path().display());
    Database::connect(&url.parse().unwrap()).await.unwrap()
}

async fn stored(folder: &TempDir) -> BTreeSet<String> {
    let db = database(folder).await;
    stripe_event::Entity::find().all(&db).await.unwrap().into_iter().map(|event| event.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_to_stop_under_load_it_finishes_what_it_began() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&mut settings(&folder), free_port(), free_port()).await;
    let acknowledged = deliver_until_stopped(server, Server::stop).await;
    let stored = stored(&folder).await;
    assert!(acknowledged.len() >= 200 && acknowledged.is_subset(&stored), "{:?}", acknowledged.difference(&stored));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_under_load_it_has_what_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&mut settings(&folder), free_port(), free_port()).await;
    // Dropping it is SIGKILL.
    let acknowledged = deliver_until_stopped(server, drop).await;
    let stored = stored(&folder).await;
    assert!(acknowledged.len() >= 200 && acknowledged.is_subset(&stored), "{:?}", acknowledged.difference(&stored));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_are_on_an_address_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let numbers = free_port();
    let mut command = settings(&folder);
    let server = Server::start(command.env("METRICS_ADDR", numbers.to_string()), free_port(), free_port()).await;
    assert_eq!(deliver(server.site, "evt_1").await, Some(200));
    assert_eq!(deliver(server.site, "evt_1").await, Some(200));
    for number in 0..20 {
        let method = reqwest::Method::from_bytes(format!("BREW{number}").as_bytes()).unwrap();
        let request = reqwest::Client::new().request(method, format!("http://{}/nope{number}", server.site));
        assert_eq!(request.send().await.unwrap().status(), 405);
    }
    let read = async |address: String| reqwest::get(address).await.unwrap().text().await.unwrap();
    let asked_stripe = r#"stripe_call_duration_seconds_count{endpoint="/products",outcome="none"}"#;
    let mut text = read(format!("http://{numbers}/metrics")).await;
    // At the start, in the background.
    while !text.contains(asked_stripe) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        text = read(format!("http://{numbers}/metrics")).await;
    }
    for line in [
        r#"webhook_events_total{outcome="stored"} 1"#,
        r#"webhook_events_total{outcome="duplicate"} 1"#,
        r#"http_request_duration_seconds_count{method="POST",route="/api/stripe/webhook",status="200"} 2"#,
        r#"http_request_duration_seconds_count{method="other",route="other",status="405"} 20"#,
        "inbox_oldest_pending_seconds ",
        r#"inbox_events{state="dead"} 0"#,
        "sync_failing_objects ",
        "missing_customers 0",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    // With the inbox out of reach the other numbers are wanted all the more.
    database(&folder).await.execute_unprepared("ALTER TABLE stripe_events RENAME TO elsewhere").await.unwrap();
    let text = read(format!("http://{numbers}/metrics")).await;
    for line in [r#"inbox_events{state="pending"} NaN"#, r#"webhook_events_total{outcome="stored"} 1"#] {
        assert!(text.contains(line), "{line} in {text}");
    }
    let public = reqwest::get(format!("http://{}/metrics", server.site)).await.unwrap();
    assert_eq!(public.status(), 404, "customers do not see them");
    server.stop();
}
