//! A PostgreSQL that becomes unreachable: nothing unstored is confirmed, nothing waits for ever,
//! and everything recovers by itself.

use std::time::{Duration, Instant};

use database::Database;
use migration::Migrator;
use mirror::entity::stripe_event;
use reqwest::{Method, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::support::{Browser, Network, Stripe, TestApp, TestDatabase, deliver};

/// Stripe does not wait much longer for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Within this time everything goes on again.
const RECOVERY: Duration = Duration::from_secs(30);

fn updated(id: &str, customer: &str) -> String {
    format!(
        r#"{{"id":"{id}","type":"customer.subscription.updated","created":1,"data":{{"object":{{"customer":"{customer}"}}}}}}"#
    )
}

async fn until<F: Future<Output = bool>>(what: &str, fact: impl Fn() -> F) {
    let began = Instant::now();
    while !fact().await {
        assert!(began.elapsed() < RECOVERY, "{what}");
        tokio::task::yield_now().await;
    }
}

async fn pending(db: &Database) -> u64 {
    let pending = stripe_event::Column::State.eq(stripe_event::State::Pending);
    stripe_event::Entity::find().filter(pending).count(db).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_refuses() {
    survives(Network::Refuses, Network::Works).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_falls_silent() {
    survives(Network::Swallows, Network::Works).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_replaced() {
    survives(Network::Swallows, Network::Changed).await;
}

/// So many at once that every connection of the pool is in use.
async fn pages(app: &TestApp, customer: &Browser) -> Vec<StatusCode> {
    let requests = (0..20).map(|_| customer.request(Method::GET, "/account"));
    futures::future::join_all(requests.map(async |request| app.browser().send(request).await.status)).await
}

async fn survives(trouble: Network, end: Network) {
    let Some(database) = TestDatabase::postgres().await else { return };
    let stripe = Stripe::start().await;
    let direct = Database::connect(&database.url).await.unwrap();
    direct.migrate::<Migrator>().await.unwrap();
    let (cable, db) = database.by_cable().await;
    let app = TestApp::start_with(database, db, &stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(app.worker(stop.clone()));
    let mut watcher = app.browser();
    assert!(pages(&app, &browser).await.iter().all(|status| *status == 200));

    // In the middle of everything: some are being stored, one is being worked on.
    let stored = Notify::new();
    let many = futures::future::join_all((0..40).map(|number| {
        let body = updated(&format!("evt_{number}"), &customer);
        let (app, stored) = (&app, &stored);
        async move {
            let status = deliver(app, &body).await.status.as_u16();
            stored.notify_one();
            (number, status)
        }
    }));
    let cut = async {
        stored.notified().await;
        cable.becomes(trouble);
        let pages = tokio::time::timeout(PATIENCE, pages(&app, &browser)).await.expect("each is answered");
        assert!(pages.iter().all(|status| status.is_server_error()), "{pages:?}");
    };
    let (answers, ()) = tokio::join!(tokio::time::timeout(PATIENCE, many), cut);
    let acknowledged: Vec<_> = answers.expect("each is answered").into_iter().filter(|(_, it)| *it == 200).collect();

    assert!(!acknowledged.is_empty());
    for attempt in 0..2 {
        let body = updated(&format!("evt_late{attempt}"), &customer);
        let answer = tokio::time::timeout(PATIENCE, deliver(&app, &body)).await.expect("it is answered");
        assert_eq!(answer.status, 503);
    }
    assert_eq!(watcher.get("/healthz").await.status, 200);
    assert_eq!(tokio::time::timeout(PATIENCE, watcher.get("/readyz")).await.expect("it is answered").status, 503);
    let page = tokio::time::timeout(PATIENCE, browser.get("/account")).await.expect("it is answered");
    assert!(page.status.is_server_error(), "{page:?}");

    cable.becomes(end);
    let mended = Instant::now();
    while deliver(&app, &updated("evt_late0", &customer)).await.status != 200 {
        assert!(mended.elapsed() < RECOVERY, "webhooks are stored again");
    }
    while watcher.get("/readyz").await.status != 200 || browser.get("/account").await.status != 200 {
        assert!(mended.elapsed() < RECOVERY, "pages are shown again");
    }
    until("the worker goes on", async || pending(&direct).await == 0).await;
    for (number, _) in acknowledged {
        let event = stripe_event::Entity::find_by_id(format!("evt_{number}")).one(&direct).await.unwrap();
        assert_eq!(event.map(|event| event.state), Some(stripe_event::State::Succeeded), "evt_{number}");
    }
    stop.cancel();
    worker.await.unwrap();
}
