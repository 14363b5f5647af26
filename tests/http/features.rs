//! Mirroring which features each product has: when they are fetched, and what stays if they cannot be.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mirror::{
    Mirror, StripeObject, SyncObserver, What, check_catalog,
    entity::{product, stripe_event},
    mirror_catalog, reconcile, sync,
};
use queue::job;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::support::{Stripe, TestApp, deliver, proxy};

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// A product without a price.
async fn product(stripe: &Stripe, name: &str) -> String {
    id(&stripe.post("products", &[("name", name)]).await)
}

/// A feature, called as its lookup key.
async fn feature(stripe: &Stripe, key: &str) -> String {
    id(&stripe.post("entitlements/features", &[("lookup_key", key), ("name", key)]).await)
}

/// The product has the feature from now on.
async fn attach(stripe: &Stripe, product: &str, feature: &str) -> String {
    id(&stripe.post(&format!("products/{product}/features"), &[("entitlement_feature", feature)]).await)
}

/// A product with a new feature.
async fn product_with(stripe: &Stripe, name: &str, key: &str) -> String {
    let product = product(stripe, name).await;
    attach(stripe, &product, &feature(stripe, key).await).await;
    product
}

async fn row(app: &TestApp, id: &str) -> product::Model {
    product::Entity::find_by_id(id).one(&app.state.db).await.unwrap().unwrap()
}

/// The lookup keys of the product's features; `None` if they are not known.
async fn keys(app: &TestApp, id: &str) -> Option<Vec<String>> {
    let features = row(app, id).await.features?;
    Some(features.as_array().unwrap().iter().map(|one| one["lookup_key"].as_str().unwrap().to_owned()).collect())
}

/// The number of changed objects, and the texts of those that could not be read.
async fn mirror(app: &TestApp) -> (usize, Vec<String>) {
    let done = mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    (done.changed.len(), done.unreadable.iter().map(|(object, why)| format!("{object} {why}")).collect())
}

async fn check(app: &TestApp) -> Vec<String> {
    let found = check_catalog(&app.state.db, &app.state.billing.stripe).await.unwrap();
    found.iter().map(ToString::to_string).collect()
}

/// From now on Stripe answers with this status to requests for what begins with the path.
async fn refuse(stripe: &Stripe, path: &str, status: u16) {
    let answer = json!({ "kind": "error", "status": status });
    stripe.control("faults", json!({ "rate": 100, "path": path, "answer": answer })).await;
}

/// How many requests for features there were.
async fn asked(stripe: &Stripe) -> usize {
    let requests = stripe.read("requests").await;
    let paths = requests["requests"].as_array().unwrap().iter().filter(|request| request["method"] == "GET");
    paths.filter(|request| request["path"].as_str().unwrap().ends_with("/features")).count()
}

fn updated(id: &str, number: usize) -> String {
    let object = json!({ "id": id, "object": "product" });
    json!({ "id": format!("evt_{number}"), "type": "product.updated", "created": 1, "data": { "object": object } })
        .to_string()
}

fn summary(customer: &str, number: usize) -> String {
    let object = json!({ "object": "entitlements.active_entitlement_summary", "customer": customer });
    let kind = "entitlements.active_entitlement_summary.updated";
    json!({ "id": format!("evt_{number}"), "type": kind, "created": 1, "data": { "object": object } }).to_string()
}

#[tokio::test]
async fn a_products_features_come_with_its_event_and_with_the_pass() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let pro = product(&stripe, "Pro").await;
    let sso = feature(&stripe, "sso").await;
    attach(&stripe, &pro, &sso).await;
    deliver(&app, &updated(&pro, 1)).await;
    app.work().await;
    assert_eq!(row(&app, &pro).await.features, Some(json!([{ "lookup_key": "sso", "name": "sso" }])));

    attach(&stripe, &pro, &feature(&stripe, "api").await).await;
    stripe.post(&format!("entitlements/features/{sso}"), &[("name", "Single sign-on"), ("active", "false")]).await;
    let expected = json!([{ "lookup_key": "api", "name": "api" }, { "lookup_key": "sso", "name": "Single sign-on" }]);
    assert_eq!(check(&app).await, [format!("products {pro}: features")], "a feature's new name has no event");
    assert_eq!(mirror(&app).await, (1, vec![]));
    assert_eq!(row(&app, &pro).await.features, Some(expected), "in order, with what is archived");
    assert_eq!(mirror(&app).await, (0, vec![]));
    assert!(check(&app).await.is_empty());
}

#[tokio::test]
async fn a_customers_first_sync_brings_the_products_features() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let pro = id(&stripe.state().await["products"][0]);
    attach(&stripe, &pro, &feature(&stripe, "sso").await).await;
    app.linked("ada@example.com", &customer).await;
    refuse(&stripe, &format!("/v1/products/{pro}/features"), 500).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert_eq!((row(&app, &pro).await.name.as_str(), keys(&app, &pro).await), ("Pro", None), "the rest is known");
    stripe.forget_faults().await;
    job::Entity::update_many().col_expr(job::Column::DueAtMs, Expr::value(0)).exec(&app.state.db).await.unwrap();
    assert_eq!(app.work().await, 1, "the worker has it");
    assert_eq!(keys(&app, &pro).await.unwrap(), ["sso"]);
}

#[tokio::test]
async fn an_account_without_features_is_asked_once_and_one_with_archived_ones_for_each_product() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let mut products = Vec::new();
    for name in ["Free", "Pro", "Team"] {
        products.push(product(&stripe, name).await);
    }
    mirror(&app).await;
    assert_eq!(asked(&stripe).await, 2, "the active ones, and the archived ones");
    for id in &products {
        assert_eq!(keys(&app, id).await, Some(vec![]));
    }
    let sso = feature(&stripe, "sso").await;
    attach(&stripe, &products[1], &sso).await;
    stripe.post(&format!("entitlements/features/{sso}"), &[("active", "false")]).await;
    stripe.post(&format!("products/{}", products[1]), &[("active", "false")]).await;
    mirror(&app).await;
    assert_eq!(keys(&app, &products[1]).await.unwrap(), ["sso"], "who has bought it has the feature");
}

#[tokio::test]
async fn a_key_that_may_not_read_features_keeps_those_that_are_known() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let pro = product_with(&stripe, "Pro", "sso").await;
    mirror(&app).await;
    // So few products are asked for theirs at once, and so many after the account.
    for others in [0, 2] {
        for number in 0..others {
            product(&stripe, &format!("Plan {number}")).await;
        }
        for status in [403, 404, 400] {
            refuse(&stripe, "/v1/entitlements/features", status).await;
            refuse(&stripe, &format!("/v1/products/{pro}/features"), status).await;
            mirror(&app).await;
            assert_eq!(mirror(&app).await, (0, vec![]), "{status}");
            assert!(check(&app).await.is_empty(), "{status}");
            let name = format!("Pro {others} {status}");
            stripe.post(&format!("products/{pro}"), &[("name", &name)]).await;
            deliver(&app, &updated(&pro, usize::from(status) + others)).await;
            app.work().await;
            assert_eq!((row(&app, &pro).await.name, keys(&app, &pro).await), (name, Some(vec!["sso".to_owned()])));
            stripe.forget_faults().await;
        }
    }
    let found = stripe_event::Entity::find().all(&app.state.db).await.unwrap();
    assert!(found.iter().all(|event| event.state == stripe_event::State::Succeeded), "{found:?}");
}

#[tokio::test]
async fn a_product_whose_features_cannot_be_read_stops_no_other() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let mut products = Vec::new();
    for name in ["api", "projects", "sso"] {
        products.push(product_with(&stripe, name, name).await);
    }
    assert_eq!(mirror(&app).await, (3, vec![]));
    let bad = &products[1];
    let more = feature(&stripe, "more").await;
    for product in &products {
        attach(&stripe, product, &more).await;
        stripe.post(&format!("products/{product}"), &[("name", "Renamed")]).await;
    }
    refuse(&stripe, &format!("/v1/products/{bad}/features"), 500).await;
    let found = check_catalog(&app.state.db, &app.state.billing.stripe).await.unwrap();
    assert!(found.iter().any(|it| it.id == *bad && matches!(it.what, What::Unreadable(_))), "{found:?}");

    let changed = reconcile::catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    assert_eq!(changed.len(), 3);
    for (product, own) in products.iter().zip(["api", "projects", "sso"]) {
        assert_eq!(row(&app, product).await.name, "Renamed");
        let mut expected = vec!["more", own];
        expected.retain(|key| product != bad || *key != "more");
        expected.sort_unstable();
        assert_eq!(keys(&app, product).await.unwrap(), expected);
    }
    let job = job::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!(job.key, StripeObject::Product(bad.clone()).to_string());
    assert!(job.last_error.unwrap().contains(&format!("the features of {bad} could not be read")));

    stripe.forget_faults().await;
    assert_eq!(mirror(&app).await, (1, vec![]));
    assert_eq!(app.work().await, 1, "the pass has made it due");
    assert_eq!(keys(&app, bad).await.unwrap(), ["more", "projects"]);
}

#[tokio::test]
async fn a_feature_of_another_shape_takes_nothing_away() {
    let stripe = Stripe::start().await;
    let base = proxy(&stripe.base(), |_, body| *body = body.replace("\"lookup_key\"", "\"key\"")).await;
    let app = TestApp::start(&stripe.base()).await;
    let odd = app.replica(&base).await;
    let pro = product_with(&stripe, "Pro", "sso").await;
    mirror(&app).await;
    let (changed, unreadable) = mirror(&odd).await;
    assert!(changed == 0 && unreadable.len() == 1 && unreadable[0].contains(&pro), "{unreadable:?}");
    assert_eq!(keys(&app, &pro).await.unwrap(), ["sso"]);
}

#[tokio::test]
async fn all_features_of_a_product_are_mirrored_up_to_a_thousand() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let pro = product(&stripe, "Pro").await;
    for number in 0..101 {
        attach(&stripe, &pro, &feature(&stripe, &format!("feature_{number:03}")).await).await;
    }
    mirror(&app).await;
    let found = keys(&app, &pro).await.unwrap();
    assert!(found.len() == 101 && found.is_sorted(), "{found:?}");

    let base = proxy(&stripe.base(), |_, body| {
        if body.contains("product_feature") {
            let one = |number| json!({ "entitlement_feature": { "lookup_key": format!("{number}"), "name": "x" } });
            let all: Vec<_> = (0..1001).map(one).collect();
            *body = json!({ "object": "list", "data": all, "has_more": false }).to_string();
        }
    })
    .await;
    let many = app.replica(&base).await;
    assert_eq!(mirror(&many).await, (1, vec![]));
    assert_eq!(keys(&app, &pro).await.unwrap().len(), 1000);
}

#[tokio::test]
async fn summaries_of_three_customers_are_one_refetch_of_their_product() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (first, subscription) = stripe.subscriber("Pro").await;
    let price = id(&stripe.state().await["prices"][0]);
    let pro = id(&stripe.state().await["products"][0]);
    let mut customers = vec![first];
    for _ in 0..2 {
        let customer = stripe.customer().await;
        stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &price)]).await;
        customers.push(customer);
    }
    for (number, customer) in customers.iter().enumerate() {
        app.linked(&format!("user{number}@example.com"), customer).await;
        sync(&app.state.billing.mirror, &app.state.billing.stripe, customer).await.unwrap();
    }
    attach(&stripe, &pro, &feature(&stripe, "sso").await).await;
    // As if another worker were busy with the product, until all three have asked for it.
    let object = StripeObject::Product(pro.clone());
    app.state.billing.mirror.refetch_later(&object, std::time::Duration::ZERO).await.unwrap();
    let lease = async |token: Option<&str>, until: Option<i64>| {
        let leased = job::Entity::update_many()
            .col_expr(job::Column::Lease, Expr::value(token))
            .col_expr(job::Column::LeaseUntilMs, Expr::value(until));
        leased.filter(job::Column::Key.eq(object.to_string())).exec(&app.state.db).await.unwrap();
    };
    lease(Some("another"), Some(i64::MAX)).await;
    let before = asked(&stripe).await;
    for (number, customer) in customers.iter().enumerate() {
        deliver(&app, &summary(customer, number)).await;
    }
    assert_eq!((app.work().await, asked(&stripe).await), (3, before), "they ask Stripe for nothing");
    lease(None, None).await;
    assert_eq!((app.work().await, asked(&stripe).await), (1, before + 1));
    assert_eq!(keys(&app, &pro).await.unwrap(), ["sso"]);
    let events = stripe_event::Entity::find().all(&app.state.db).await.unwrap();
    assert!(events.iter().all(|event| event.state == stripe_event::State::Succeeded), "{events:?}");

    // A product of an ended plan is the customer's too.
    stripe.delete(&format!("subscriptions/{subscription}")).await;
    deliver(&app, &summary(&customers[0], 3)).await;
    assert_eq!(app.work().await, 2);
}

#[tokio::test]
async fn who_buys_first_has_a_feature_that_was_added_before_whatever_event_comes_first() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let customer = stripe.customer().await;
    app.linked("user@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let pro = product(&stripe, "Pro").await;
    let price =
        [("product", pro.as_str()), ("currency", "usd"), ("unit_amount", "500"), ("recurring[interval]", "month")];
    let price = id(&stripe.post("prices", &price).await);
    mirror(&app).await;
    // Nobody has the product, so no event tells of this.
    attach(&stripe, &pro, &feature(&stripe, "sso").await).await;
    stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &price)]).await;
    // The customer's own events are still on their way.
    deliver(&app, &summary(&customer, 1)).await;
    assert_eq!(app.work().await, 2);
    assert_eq!(keys(&app, &pro).await.unwrap(), ["sso"]);
}

#[tokio::test]
async fn a_summary_of_a_customer_who_is_not_mirrored_is_ignored() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    deliver(&app, &summary(&customer, 1)).await;
    assert_eq!(app.work().await, 1);
    let event = stripe_event::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!((event.state, event.object), (stripe_event::State::Ignored, Some(StripeObject::Entitlements(customer))));
}

#[tokio::test]
async fn a_feature_that_is_added_to_a_product_arrives_by_the_simulators_own_events() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let pro = id(&stripe.state().await["products"][0]);
    app.linked("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    stripe.send_webhooks_to(&app.url);
    attach(&stripe, &pro, &feature(&stripe, "sso").await).await;
    let arrived = async {
        while keys(&app, &pro).await.is_none_or(|keys| keys.is_empty()) {
            app.work().await;
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), arrived).await.expect("it arrives");
    let events = stripe_event::Entity::find().all(&app.state.db).await.unwrap();
    assert!(
        events.iter().any(|event| event.object == Some(StripeObject::Entitlements(customer.clone()))),
        "{events:?}"
    );
}

/// Notes what it is told, and refuses it if it should.
#[derive(Clone, Default)]
struct Observer {
    told: Arc<Mutex<Vec<String>>>,
    refuses: Arc<Mutex<bool>>,
}

impl Observer {
    fn on(&self, app: &TestApp) -> Mirror {
        app.state.billing.mirror.clone().observed_by(self.clone())
    }

    fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.told.lock().unwrap())
    }
}

#[async_trait]
impl SyncObserver for Observer {
    async fn synced(&self, _: &DatabaseTransaction, customer: &str) -> Result<(), DbErr> {
        self.told.lock().unwrap().push(customer.to_owned());
        Ok(())
    }

    async fn products_changed(&self, transaction: &DatabaseTransaction, ids: &[String]) -> Result<(), DbErr> {
        let here = product::Entity::find().filter(product::Column::Id.is_in(ids)).count(transaction).await?;
        assert_eq!(here, ids.len() as u64, "they are written");
        self.told.lock().unwrap().extend(ids.iter().cloned());
        if *self.refuses.lock().unwrap() { Err(DbErr::Custom("refused".to_owned())) } else { Ok(()) }
    }
}

#[tokio::test]
async fn the_program_is_told_of_changed_products_in_the_transaction_that_writes_them() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (observer, client) = (Observer::default(), &app.state.billing.stripe);
    let mirror = observer.on(&app);
    let (customer, _) = stripe.subscriber("Pro").await;
    let pro = id(&stripe.state().await["products"][0]);
    *observer.refuses.lock().unwrap() = true;
    mirror_catalog(&mirror, client).await.unwrap_err();
    assert_eq!(product::Entity::find().count(&app.state.db).await.unwrap(), 0, "neither is written");
    assert_eq!(observer.told(), [pro.as_str()]);
    *observer.refuses.lock().unwrap() = false;

    app.linked("ada@example.com", &customer).await;
    sync(&mirror, client, &customer).await.unwrap();
    assert_eq!(observer.told(), [pro.clone(), customer.clone()], "the products first");
    mirror_catalog(&mirror, client).await.unwrap();
    assert_eq!(observer.told(), [pro.as_str()], "its price is new");
    mirror_catalog(&mirror, client).await.unwrap();
    assert!(observer.told().is_empty(), "nothing has changed");
    attach(&stripe, &pro, &feature(&stripe, "sso").await).await;
    mirror_catalog(&mirror, client).await.unwrap();
    assert_eq!(observer.told(), [pro.as_str()]);

    let gone = product::Model { id: "prod_gone".to_owned(), ..row(&app, &pro).await };
    let gone = sea_orm::IntoActiveModel::into_active_model(gone);
    product::Entity::insert(gone).exec_without_returning(&app.state.db).await.unwrap();
    *observer.refuses.lock().unwrap() = true;
    mirror_catalog(&mirror, client).await.unwrap_err();
    assert!(row(&app, "prod_gone").await.active, "it is not taken off");
    *observer.refuses.lock().unwrap() = false;
    mirror_catalog(&mirror, client).await.unwrap();
    assert_eq!(observer.told(), ["prod_gone", "prod_gone"]);
    assert!(!row(&app, "prod_gone").await.active);

    stripe.post(&format!("products/{pro}"), &[("name", "Professional")]).await;
    deliver(&app, &updated(&pro, 1)).await;
    mirror::worker::run_due(&mirror, client, &tokio_util::sync::CancellationToken::new()).await.unwrap();
    assert_eq!(observer.told(), [pro]);
}
