//! What customers are entitled to.

use crate::common::{Hook, SECRET, Stripe, id};
use crate::invariants;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const DAY: i64 = 86_400;
const TOLD: &str = "entitlements.active_entitlement_summary.updated";

pub async fn feature(stripe: &Stripe, key: &str) -> String {
    id(&stripe.post("/v1/entitlements/features", &format!("lookup_key={key}&name=The+feature+{key}")).await)
}

pub async fn attach(stripe: &Stripe, product: &str, feature: &str) -> String {
    id(&stripe.post(&format!("/v1/products/{product}/features"), &format!("entitlement_feature={feature}")).await)
}

/// A monthly price of a new product with new features: (price, product).
pub async fn plan(stripe: &Stripe, keys: &[&str]) -> (String, String) {
    let price = stripe.price("plan", 1000).await;
    let product = stripe.get(&format!("/v1/prices/{price}")).await["product"].as_str().unwrap().to_owned();
    for key in keys {
        attach(stripe, &product, &feature(stripe, key).await).await;
    }
    (price, product)
}

pub async fn subscribe(stripe: &Stripe, customer: &str, price: &str) -> String {
    id(&stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}")).await)
}

pub fn of(customer: &str) -> String {
    format!("/v1/entitlements/active_entitlements?customer={customer}")
}

pub fn keys(list: &Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|it| it["lookup_key"].as_str().unwrap()).collect()
}

/// The summaries that were told, oldest first.
pub async fn told(stripe: &Stripe) -> Vec<Value> {
    let state = stripe.state().await;
    let events = state["events"].as_array().unwrap().iter().filter(|event| event["type"] == TOLD);
    events.cloned().collect()
}

/// Everybody is entitled to what their subscriptions say and nothing else, and has been told of every change.
pub async fn check(stripe: &Stripe, state: &Value) {
    let all = |kind: &str| state[kind].as_array().unwrap();
    if all("entitlement_features").is_empty() {
        return;
    }
    let mut features: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for product in all("products") {
        let list = stripe.get(&format!("/v1/products/{}/features?limit=100", id(product))).await;
        let own = list["data"].as_array().unwrap().iter().map(|it| it["entitlement_feature"]["id"].clone());
        features.insert(id(product), own.collect());
    }
    let mut last: BTreeMap<&str, &Value> = BTreeMap::new();
    let nothing = json!([]);
    for event in all("events").iter().filter(|event| event["type"] == TOLD) {
        let summary = &event["data"]["object"];
        let before = last.insert(summary["customer"].as_str().unwrap(), &summary["entitlements"]["data"]);
        let previous = &event["data"]["previous_attributes"]["entitlements"]["data"];
        assert_eq!(previous, before.unwrap_or(&nothing), "{event}");
    }
    for customer in all("customers") {
        let told = *last.get(customer["id"].as_str().unwrap()).unwrap_or(&&nothing);
        if customer["deleted"] == true {
            assert_eq!(told, &nothing, "{customer}");
            continue;
        }
        let own = all("subscriptions").iter().filter(|it| it["customer"] == customer["id"]);
        let own = own
            .filter(|it| !["canceled", "incomplete", "incomplete_expired"].contains(&it["status"].as_str().unwrap()));
        let items = own.flat_map(|it| it["items"]["data"].as_array().unwrap());
        let due = items.flat_map(|item| &features[item["price"]["product"].as_str().unwrap()]);
        let due: BTreeSet<_> = due.map(|feature| feature.as_str().unwrap().to_owned()).collect();
        let list = stripe.get(&format!("{}&limit=100", of(&id(customer)))).await["data"].clone();
        let list = list.as_array().unwrap();
        let has: Vec<_> = list.iter().map(|it| it["feature"].as_str().unwrap().to_owned()).collect();
        assert_eq!((has.len(), has.into_iter().collect()), (due.len(), due), "{customer}");
        assert_eq!(told.as_array().unwrap()[..], list[..list.len().min(10)], "{customer}");
    }
}

#[tokio::test]
async fn who_subscribes_is_entitled_and_told_so() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    let (price, _) = plan(&stripe, &["api", "sso"]).await;
    let customer = stripe.customer().await;
    assert_eq!(stripe.get(&of(&customer)).await["data"], json!([]));
    let subscription = subscribe(&stripe, &customer, &price).await;
    let list = stripe.get(&of(&customer)).await;
    assert_eq!((keys(&list), &list["has_more"]), (vec!["sso", "api"], &json!(false)));
    assert_eq!(list["url"], "/v1/entitlements/active_entitlements");
    let sso = &list["data"][0];
    assert!(id(sso).starts_with("ent_"));
    let feature = &stripe.get("/v1/entitlements/features?lookup_key=sso").await["data"][0];
    let shape = json!({"id": id(sso), "object": "entitlements.active_entitlement", "feature": feature["id"],
        "livemode": false, "lookup_key": "sso"});
    assert_eq!(sso, &shape);
    let one = format!("/v1/entitlements/active_entitlements/{}", id(sso));
    assert_eq!(stripe.get(&one).await, shape);
    assert_eq!(&stripe.get(&format!("{one}?expand[]=feature")).await["feature"], feature);
    let event = hook.next_of(TOLD).await.event();
    let url = format!("/v1/customer/{customer}/entitlements");
    let entitlements = |data: &Value| json!({"object": "list", "data": data, "has_more": false, "url": url});
    let summary = json!({"object": "entitlements.active_entitlement_summary", "customer": customer,
        "entitlements": entitlements(&list["data"]), "livemode": false});
    assert_eq!(event["data"]["object"], summary);
    assert_eq!(event["data"]["previous_attributes"], json!({"entitlements": entitlements(&json!([]))}));
    assert!(event["request"]["id"].is_string(), "{event}");

    stripe.delete(&format!("/v1/subscriptions/{subscription}")).await;
    assert_eq!(
        hook.next_of(TOLD).await.event()["data"]["previous_attributes"]["entitlements"],
        summary["entitlements"]
    );
    assert_eq!(stripe.get(&of(&customer)).await["data"], json!([]));
    assert_eq!(stripe.refused(Method::GET, &one, "").await.0, 404);
    subscribe(&stripe, &customer, &price).await;
    assert_eq!(stripe.get(&one).await, shape, "the same entitlement has the same id");
    assert_eq!(told(&stripe).await.len(), 3);

    for (query, param) in [("", "customer"), ("?customer=cus_none", "customer"), ("?customer=x&created=1", "created")] {
        let path = format!("/v1/entitlements/active_entitlements{query}");
        let (status, error) = stripe.refused(Method::GET, &path, "").await;
        assert_eq!((status, &error["param"]), (400, &json!(param)), "{query}");
    }
    stripe.delete(&format!("/v1/customers/{customer}")).await;
    assert_eq!(told(&stripe).await.len(), 4);
    assert_eq!(stripe.refused(Method::GET, &of(&customer), "").await.0, 400);
    invariants::check(&stripe).await;
}

/// Stripe's own trap: who trusts entitlements alone serves those who have not paid for a while.
#[tokio::test]
async fn entitlements_go_on_while_a_subscription_is_paused_or_unpaid() {
    let stripe = Stripe::start().await;
    let (price, _) = plan(&stripe, &["api"]).await;
    let (other, _) = plan(&stripe, &["sso"]).await;
    let customer = stripe.customer().await;
    for (scene, entitled) in [
        ("nothing", &[] as &[_]),
        ("trialing", &["api"]),
        ("active", &["api"]),
        ("canceling", &["api"]),
        ("past_due", &["api"]),
        ("unpaid", &["api"]),
        ("incomplete", &[]),
        ("incomplete_expired", &[]),
        ("paused", &["api"]),
        ("paused_by_request", &["api"]),
        ("paused_after_retries", &["api"]),
        ("collection_paused", &["api"]),
        ("change_scheduled", &["api"]),
        ("begin_scheduled", &[]),
        ("several", &["sso", "api"]),
        ("canceled_early", &[]),
        ("ended", &[]),
    ] {
        let body = json!({"customer": customer, "price": price, "other_price": other, "scene": scene});
        stripe.control("scenes", body).await;
        let mut has = stripe.get(&of(&customer)).await;
        let has = has["data"].as_array_mut().unwrap();
        has.sort_by_key(|it| it["lookup_key"] == "api");
        assert_eq!(keys(&json!({"data": has})), entitled, "{scene}");
        check(&stripe, &stripe.state().await).await;
    }
    let subscription = subscribe(&stripe, &customer, &price).await;
    let before = told(&stripe).await.len();
    stripe.post(&format!("/v1/subscriptions/{subscription}/pause"), "").await;
    stripe.post(&format!("/v1/subscriptions/{subscription}/resume"), "").await;
    assert_eq!(told(&stripe).await.len(), before);
}

#[tokio::test]
async fn a_feature_of_two_subscriptions_goes_with_the_last_of_them() {
    let stripe = Stripe::start().await;
    let (price, product) = plan(&stripe, &["api"]).await;
    let (other, addon) = plan(&stripe, &[]).await;
    attach(&stripe, &addon, &id(&stripe.get("/v1/entitlements/features").await["data"][0])).await;
    let customer = stripe.customer().await;
    let first = subscribe(&stripe, &customer, &price).await;
    let second = subscribe(&stripe, &customer, &other).await;
    assert_eq!((keys(&stripe.get(&of(&customer)).await), told(&stripe).await.len()), (vec!["api"], 1));
    let attached = id(&stripe.get(&format!("/v1/products/{product}/features")).await["data"][0]);
    stripe.delete(&format!("/v1/products/{product}/features/{attached}")).await;
    stripe.delete(&format!("/v1/subscriptions/{first}")).await;
    assert_eq!((keys(&stripe.get(&of(&customer)).await), told(&stripe).await.len()), (vec!["api"], 1));
    stripe.delete(&format!("/v1/subscriptions/{second}")).await;
    assert_eq!((keys(&stripe.get(&of(&customer)).await), told(&stripe).await.len()), (vec![], 2));
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_change_of_products_is_told_once() {
    let stripe = Stripe::start().await;
    let (small, _) = plan(&stripe, &["api", "trial"]).await;
    let (large, product) = plan(&stripe, &["sso"]).await;
    let api = id(&stripe.get("/v1/entitlements/features?lookup_key=api").await["data"][0]);
    attach(&stripe, &product, &api).await;
    let customer = stripe.customer().await;
    let path = format!("/v1/subscriptions/{}", subscribe(&stripe, &customer, &small).await);
    let kept = id(&stripe.get(&of(&customer)).await["data"][1]);
    let item = id(&stripe.get(&path).await["items"]["data"][0]);
    stripe.post(&path, &format!("items[0][id]={item}&items[0][price]={large}")).await;
    let list = stripe.get(&of(&customer)).await;
    assert_eq!(keys(&list), ["sso", "api"]);
    assert_eq!(id(&list["data"][1]), kept);
    stripe.post(&path, "metadata[a]=b").await;
    stripe.post(&format!("/v1/subscription_items/{item}"), "quantity=3").await;
    assert_eq!(told(&stripe).await.len(), 2);
    let (extra, _) = plan(&stripe, &["extra"]).await;
    let added =
        id(&stripe.post("/v1/subscription_items", &format!("subscription={}&price={extra}", &path[18..])).await);
    assert_eq!(keys(&stripe.get(&of(&customer)).await), ["extra", "sso", "api"]);
    stripe.delete(&format!("/v1/subscription_items/{added}")).await;
    assert_eq!((keys(&stripe.get(&of(&customer)).await), told(&stripe).await.len()), (vec!["sso", "api"], 4));
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn what_time_takes_is_told_at_its_time() {
    let stripe = Stripe::start().await;
    let (price, _) = plan(&stripe, &["api"]).await;
    let mut paths = Vec::new();
    for days in [3, 5] {
        let customer = stripe.customer().await;
        let end = stripe.state().await["now"].as_i64().unwrap() + days * DAY;
        let body = format!("customer={customer}&items[0][price]={price}&cancel_at={end}");
        paths.push(format!("/v1/subscriptions/{}", id(&stripe.post("/v1/subscriptions", &body).await)));
    }
    stripe.control("clock", json!({"advance": 40 * DAY})).await;
    let events = told(&stripe).await.split_off(2);
    assert_eq!(events.len(), 2);
    for (path, event) in paths.iter().zip(events) {
        let subscription = stripe.get(path).await;
        assert_eq!(event["created"], subscription["ended_at"]);
        assert_eq!(event["data"]["object"]["customer"], subscription["customer"]);
        assert_eq!(event["request"]["id"], Value::Null);
    }
    invariants::check(&stripe).await;
}
