//! Mirroring products and prices: when they are fetched, and which fetch wins.

use mirror::{
    check_catalog,
    entity::{fetch_counter, price, product},
    mirror_catalog, sync,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, sea_query::Expr};
use serde_json::json;

use crate::support::{Stripe, TestApp, deliver};

/// The only product.
async fn product(app: &TestApp) -> product::Model {
    product::Entity::find().one(&app.state.db).await.unwrap().unwrap()
}

/// How many objects were not as Stripe has them.
async fn mirror(app: &TestApp) -> usize {
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap().changed.len()
}

fn updated(id: &str) -> String {
    json!({ "id": "evt_1", "type": "product.updated", "created": 1, "data": { "object": { "id": id, "object": "product" } } })
        .to_string()
}

#[tokio::test]
async fn an_older_fetch_never_overwrites_a_newer_one_whatever_the_clocks_say() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.subscriber("Pro").await;
    assert_eq!(mirror(&app).await, 2, "a product and its price");
    let before = product(&app).await;
    stripe.post(&format!("products/{}", before.id), &[("name", "Professional")]).await;
    // As if one that began much later, on another replica, had been written already.
    let mut later = before.clone().into_active_model();
    later.last_applied_fetch = Set(before.last_applied_fetch + 1000);
    later.update(&app.state.db).await.unwrap();
    deliver(&app, &updated(&before.id)).await;
    app.work().await;
    assert_eq!(mirror(&app).await, 0);
    assert_eq!(product(&app).await.name, "Pro");
    // And once numbers are beyond that one, what Stripe says is written again.
    let beyond = Expr::value(before.last_applied_fetch + 1000);
    fetch_counter::Entity::update_many()
        .col_expr(fetch_counter::Column::LastStartedFetch, beyond)
        .exec(&app.state.db)
        .await
        .unwrap();
    assert_eq!((mirror(&app).await, product(&app).await.name.as_str()), (1, "Professional"));
}

#[tokio::test]
async fn what_stripe_does_not_list_any_more_is_taken_off() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.subscriber("Pro").await;
    mirror(&app).await;
    let gone = price::Model {
        id: "price_gone".to_owned(),
        ..price::Entity::find().one(&app.state.db).await.unwrap().unwrap()
    };
    price::Entity::insert(gone.into_active_model()).exec_without_returning(&app.state.db).await.unwrap();
    let found: Vec<String> = check(&app).await;
    assert_eq!(found, ["prices price_gone: not at Stripe"]);
    assert_eq!(mirror(&app).await, 1);
    let prices = price::Entity::find().all(&app.state.db).await.unwrap();
    assert!(prices.iter().all(|price| price.active == (price.id != "price_gone")), "{prices:?}");
    assert!(check(&app).await.is_empty());
}

#[tokio::test]
async fn what_is_gone_stays_so_when_an_older_fetch_comes_late() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let archived = product::Model {
        id: "prod_gone".to_owned(),
        name: "Pro".to_owned(),
        active: false,
        raw: json!({}),
        last_applied_fetch: 0,
        features: None,
    };
    product::Entity::insert(archived.into_active_model()).exec_without_returning(&app.state.db).await.unwrap();
    deliver(&app, &updated("prod_gone")).await;
    app.work().await;
    let counter = fetch_counter::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    let row = product(&app).await;
    assert_eq!(
        (row.active, row.last_applied_fetch),
        (false, counter.last_started_fetch),
        "so that no older one is written"
    );
}

async fn check(app: &TestApp) -> Vec<String> {
    let found = check_catalog(&app.state.db, &app.state.billing.stripe).await.unwrap();
    found.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn checking_names_what_differs_and_writes_nothing() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.subscriber("Pro").await;
    let found = check(&app).await;
    assert!(found.len() == 2 && found.iter().all(|line| line.ends_with(": missing")), "{found:?}");
    mirror(&app).await;
    let before = product(&app).await;
    stripe.post(&format!("products/{}", before.id), &[("name", "Professional")]).await;
    let found = check(&app).await;
    assert!(found.contains(&format!("products {}: name", before.id)), "{found:?}");
    assert_eq!(product(&app).await, before);
}

#[tokio::test]
async fn a_catalog_of_more_than_a_page_is_mirrored_whole() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    for number in 0..130 {
        stripe.post("products", &[("name", &format!("Plan {number}"))]).await;
    }
    assert_eq!(mirror(&app).await, 130);
    assert_eq!(mirror(&app).await, 0);
    assert_eq!(product::Entity::find().all(&app.state.db).await.unwrap().len(), 130);
}

#[tokio::test]
async fn what_is_mirrored_is_not_asked_for_with_every_customer() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert_eq!(product(&app).await.name, "Pro", "the first sync had to ask");
    let refused = json!({ "rate": 100, "path": "/v1/products/*", "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", refused).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
}
