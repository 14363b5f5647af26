//! The queue between the inbox and the database: one object at a time, whatever fails meanwhile.

use std::time::Duration;

use mirror::{
    StripeObject,
    entity::{stripe_event, subscription},
};
use queue::job;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use tokio_util::sync::CancellationToken;

use crate::support::{Misbehaviour, Stripe, StubStripe, TestApp, deliver};

fn updated(id: &str, customer: &str) -> String {
    format!(
        r#"{{"id":"{id}","object":"event","type":"customer.subscription.updated","created":1760000000,
            "data":{{"object":{{"id":"sub_x","object":"subscription","customer":"{customer}"}}}}}}"#
    )
}

async fn events(app: &TestApp) -> Vec<stripe_event::Model> {
    stripe_event::Entity::find().all(&app.state.db).await.unwrap()
}

async fn jobs(app: &TestApp) -> Vec<job::Model> {
    job::Entity::find().all(&app.state.db).await.unwrap()
}

async fn all_are(app: &TestApp, state: stripe_event::State) -> bool {
    events(app).await.iter().all(|event| event.state == state)
}

/// As if the pause after a failure were over.
async fn make_due(app: &TestApp) {
    job::Entity::update_many().col_expr(job::Column::DueAtMs, Expr::value(0_i64)).exec(&app.state.db).await.unwrap();
}

#[tokio::test]
async fn many_events_of_one_customer_are_one_refetch() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    for number in 0..5 {
        deliver(&app, &updated(&format!("evt_{number}"), &customer)).await;
    }
    assert_eq!(app.work().await, 1);
    assert!(all_are(&app, stripe_event::State::Succeeded).await && jobs(&app).await.is_empty());
}

#[tokio::test]
async fn a_burst_is_stored_whole_and_each_is_answered() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    app.leaves_jobs(["customer"; 50]);
    let customers: Vec<String> = (0..1000).map(|number| format!("cus_{}", number % 50)).collect();
    let sent = customers.iter().enumerate().map(|(number, customer)| {
        // Every tenth comes twice, at the same time.
        let body = updated(&format!("evt_{}", number - number % 10 / 9), customer);
        let app = &app;
        async move { deliver(app, &body).await.status.as_u16() }
    });
    let answers = futures::future::join_all(sent).await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    assert_eq!((events(&app).await.len(), jobs(&app).await.len()), (900, 50));
}

#[tokio::test]
async fn what_may_wait_is_one_refetch_that_begins_after_it_was_asked_for() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let object = StripeObject::Customer(customer.clone());
    let ask = || app.state.billing.mirror.refetch_later(&object, Duration::from_hours(1));
    ask().await.unwrap();
    ask().await.unwrap();
    assert_eq!(app.work().await, 0, "it is not due yet");
    make_due(&app).await;
    let slow = serde_json::json!({ "path": "/v1/customers/*", "answer": { "kind": "delay", "ms": 300 } });
    stripe.control("faults", slow).await;
    let ask_meanwhile = async {
        while jobs(&app).await[0].lease.is_none() {
            tokio::task::yield_now().await;
        }
        ask().await.unwrap();
    };
    let (worked, ()) = tokio::join!(app.work(), ask_meanwhile);
    assert_eq!(worked, 1, "what was under way is not begun again at once");
    assert_eq!(jobs(&app).await.len(), 1, "but later");
    make_due(&app).await;
    assert_eq!(app.work().await, 1);
    assert!(jobs(&app).await.is_empty());
}

#[tokio::test]
async fn stripes_retry_after_is_waited_out() {
    let stripe = StubStripe::start(Misbehaviour::BusyTimes(usize::MAX, "3600")).await;
    let app = TestApp::start(&stripe.base).await;
    app.leaves_jobs(["customer"]);
    app.customer("ada@example.com", "cus_1").await;
    deliver(&app, &updated("evt_1", "cus_1")).await;
    assert_eq!(app.work().await, 1);
    let job = jobs(&app).await.remove(0);
    assert!(job.due_at_ms >= (events(&app).await[0].received_at + 3600) * 1000, "{job:?}");
    assert!(job.last_error.is_some() && job.lease.is_none() && job.starts == 0 && job.failures == 1, "{job:?}");
    assert!(all_are(&app, stripe_event::State::Pending).await);
    deliver(&app, &updated("evt_2", "cus_1")).await;
    assert_eq!(app.work().await, 0, "another event does not make it come earlier");
}

#[tokio::test]
async fn what_fails_too_often_is_a_dead_letter_and_stops_nobody() {
    let stripe = Stripe::start().await;
    let mut app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    app.give_up_after(3);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    app.customer("eve@example.com", "cus_poison").await;
    let unreadable = serde_json::json!({ "troubles": { "cus_poison": { "kind": "error", "status": 500 } } });
    stripe.control("unkind", unreadable).await;
    deliver(&app, &updated("evt_poison", "cus_poison")).await;
    deliver(&app, &updated("evt_good", &customer)).await;
    for _ in 0..3 {
        make_due(&app).await;
        app.work().await;
    }
    let left = jobs(&app).await;
    assert!(left.len() == 1 && left[0].given_up, "it is known to fail: {left:?}");
    for event in events(&app).await {
        let dead = event.id == "evt_poison";
        assert_eq!(event.state == stripe_event::State::Dead, dead, "{event:?}");
        assert_eq!(event.last_error.is_some(), dead, "{event:?}");
    }
}

#[tokio::test]
async fn too_many_requests_are_no_objects_failure() {
    let stripe = Stripe::start().await;
    let mut app = TestApp::start(&stripe.base()).await;
    app.give_up_after(2);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let limit = serde_json::json!({ "rate": 100, "path": "/v1/*", "answer": { "kind": "error", "status": 429 } });
    stripe.control("faults", limit).await;
    deliver(&app, &updated("evt_1", &customer)).await;
    for _ in 0..10 {
        make_due(&app).await;
        app.work().await;
    }
    assert!(all_are(&app, stripe_event::State::Pending).await, "{:?}", events(&app).await);
    let waiting = jobs(&app).await;
    assert!(waiting.len() == 1 && !waiting[0].given_up && waiting[0].failures == 1, "{waiting:?}");
    stripe.forget_faults().await;
    make_due(&app).await;
    app.work().await;
    assert!(all_are(&app, stripe_event::State::Succeeded).await, "{:?}", events(&app).await);
}

#[tokio::test]
async fn what_ends_every_process_that_begins_it_is_given_up() {
    let stripe = Stripe::start().await;
    let mut app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    app.give_up_after(3);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    for (begun, state) in [(11, stripe_event::State::Succeeded), (12, stripe_event::State::Dead)] {
        stripe_event::Entity::delete_many().exec(&app.state.db).await.unwrap();
        deliver(&app, &updated("evt_1", &customer)).await;
        let deaths = job::Entity::update_many().col_expr(job::Column::Starts, Expr::value(begun));
        deaths.exec(&app.state.db).await.unwrap();
        app.work().await;
        assert!(all_are(&app, state).await, "{begun}: {:?}", events(&app).await);
    }
}

/// An event that was given up while Stripe was down, which it no longer is.
async fn a_dead_letter() -> (Stripe, TestApp, String) {
    let stripe = Stripe::start().await;
    let mut app = TestApp::start(&stripe.base()).await;
    app.give_up_after(1);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    let fault = serde_json::json!({ "rate": 100, "path": "/v1/*", "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", fault).await;
    deliver(&app, &updated("evt_1", &customer)).await;
    app.work().await;
    assert!(all_are(&app, stripe_event::State::Dead).await);
    stripe.forget_faults().await;
    (stripe, app, customer)
}

#[tokio::test]
async fn a_later_success_settles_dead_letters() {
    let (_stripe, app, customer) = a_dead_letter().await;
    deliver(&app, &updated("evt_2", &customer)).await;
    app.work().await;
    assert!(all_are(&app, stripe_event::State::Succeeded).await);
}

#[tokio::test]
async fn a_dead_letter_that_stripe_delivers_again_is_tried_again() {
    let (_stripe, app, customer) = a_dead_letter().await;
    assert_eq!(deliver(&app, &updated("evt_1", &customer)).await.status, 200);
    assert!(all_are(&app, stripe_event::State::Pending).await);
    assert_eq!(app.work().await, 1);
    assert!(all_are(&app, stripe_event::State::Succeeded).await && jobs(&app).await.is_empty());
}

#[tokio::test]
async fn an_event_that_comes_during_the_fetch_is_not_settled_by_it() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    delay_a_fetch(&stripe, 400).await;
    deliver(&app, &updated("evt_1", &customer)).await;
    let during = async {
        while jobs(&app).await.iter().all(|job| job.lease.is_none()) {
            tokio::task::yield_now().await;
        }
        deliver(&app, &updated("evt_2", &customer)).await;
    };
    let (tried, ()) = tokio::join!(app.work(), during);
    assert_eq!(tried, 2, "it makes us fetch once more");
    assert!(all_are(&app, stripe_event::State::Succeeded).await && jobs(&app).await.is_empty());
}

#[tokio::test]
async fn two_replicas_never_work_on_one_customer_at_once() {
    let stripe = Stripe::start().await;
    let one = TestApp::start(&stripe.base()).await;
    let two = one.replica(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    one.customer("ada@example.com", &customer).await;
    delay_a_fetch(&stripe, 300).await;
    deliver(&one, &updated("evt_1", &customer)).await;
    let (tried, also) = tokio::join!(one.work(), two.work());
    assert_eq!(tried + also, 1);
    assert_eq!(subscription::Entity::find().all(&two.state.db).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_reaches_two_replicas_at_once_is_stored_once() {
    let one = TestApp::start("http://127.0.0.1:1/").await;
    one.leaves_jobs(["customer"; 7]);
    let two = one.replica("http://127.0.0.1:1/").await;
    let bodies: Vec<_> =
        (0..200).map(|number| updated(&format!("evt_{number}"), &format!("cus_{}", number % 7))).collect();
    let all = |app, reversed: bool| {
        let mut bodies: Vec<_> = bodies.iter().collect();
        if reversed {
            bodies.reverse();
        }
        futures::future::join_all(bodies.into_iter().map(|body| deliver(app, body)))
    };
    let (here, there) = tokio::join!(all(&one, false), all(&two, true));
    assert!(here.iter().chain(&there).all(|answer| answer.status == 200));
    assert_eq!((events(&one).await.len(), jobs(&two).await.len()), (200, 7));
}

#[tokio::test]
async fn the_work_of_a_process_that_died_is_taken_up() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    deliver(&app, &updated("evt_1", &customer)).await;
    let leased_until = async |until: i64| {
        job::Entity::update_many()
            .col_expr(job::Column::Lease, Expr::value("of somebody who died"))
            .col_expr(job::Column::LeaseUntilMs, Expr::value(until))
            .filter(job::Column::Key.eq(format!("customer:{customer}")))
            .exec(&app.state.db)
            .await
            .unwrap();
    };
    leased_until(i64::MAX).await;
    assert_eq!(app.work().await, 0, "it may still be alive");
    leased_until(1).await;
    assert_eq!(app.work().await, 1);
    assert!(all_are(&app, stripe_event::State::Succeeded).await);
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_writes_nothing() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    delay_a_fetch(&stripe, 400).await;
    deliver(&app, &updated("evt_1", &customer)).await;
    let theft = async {
        let stolen = || async {
            job::Entity::update_many()
                .col_expr(job::Column::Lease, Expr::value("of somebody else"))
                .col_expr(job::Column::LeaseUntilMs, Expr::value(i64::MAX))
                .filter(job::Column::Lease.is_not_null())
                .exec(&app.state.db)
                .await
                .unwrap()
                .rows_affected
        };
        while stolen().await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::join!(app.work(), theft);
    assert!(subscription::Entity::find().all(&app.state.db).await.unwrap().is_empty());
    assert!(all_are(&app, stripe_event::State::Pending).await);
    assert_eq!(jobs(&app).await[0].lease.as_deref(), Some("of somebody else"));
}

#[tokio::test]
async fn asked_to_stop_the_worker_finishes_what_it_began() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    delay_a_fetch(&stripe, 400).await;
    let stop = CancellationToken::new();
    let worker = tokio::spawn(app.worker(stop.clone()));
    deliver(&app, &updated("evt_1", &customer)).await;
    while jobs(&app).await.iter().all(|job| job.lease.is_none()) {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(20), worker).await.expect("it ends").unwrap();
    assert!(all_are(&app, stripe_event::State::Succeeded).await && jobs(&app).await.is_empty());
}

/// The next fetch of a customer takes this long.
async fn delay_a_fetch(stripe: &Stripe, ms: u64) {
    let delay = serde_json::json!({ "path": "/v1/customers/*", "answer": { "kind": "delay", "ms": ms } });
    stripe.control("faults", delay).await;
}
