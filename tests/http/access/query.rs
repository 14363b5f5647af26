//! Many questions at once.

use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::Site;
use crate::support::{Answer, Stripe, TestApp};

async fn query(site: &Site, body: &Value) -> Answer {
    let mut back_end = site.app.browser();
    let request = back_end.request(Method::POST, "/api/v1/access/query");
    let request = request.header("authorization", format!("Bearer {}", site.key));
    back_end.send(request.header("content-type", "application/json").body(body.to_string())).await
}

#[tokio::test]
async fn each_question_has_its_own_answer_or_problem() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api, sso")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let (late, _) = site.subscriber(&price).await;
    let (paid, never_fetched) = (site.account(&customer).await, site.linked(&late).await);
    site.free_account().await;
    let question = |account: &str, features: &[&str]| json!({ "account": account, "features": features });
    let body = json!({ "items": [
        question(paid.as_str(), &["api"]),
        question("team-42", &["api", "sso"]),
        question("nobody", &["api"]),
        question(paid.as_str(), &["api", "nothing"]),
        question(never_fetched.as_str(), &["sso"]),
    ] });
    let answer = query(&site, &body).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")), "{answer:?}");
    let items = answer.json()["items"].clone();
    let statuses: Vec<_> = items.as_array().unwrap().iter().map(|item| item["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [200, 200, 404, 422, 200]);
    assert_eq!(items[0]["access"]["features"], json!({ "api": { "granted": true } }));
    assert_eq!(items[1]["access"]["standing"], "none");
    assert_eq!(items[2]["problem"]["type"], "urn:customer-portal:problem:unknown_account");
    assert_eq!((&items[3]["problem"]["field"], &items[3]["access"]), (&json!("features[1]"), &json!(null)));
    assert_eq!(items[4]["access"]["features"]["sso"]["granted"], true);
}

#[tokio::test]
async fn what_is_archived_is_known_and_nobody_elses() {
    let site = Site::start().await;
    let (product, _) = site.product("Pro", &[("features", "api, legacy export"), ("portal_order", "1")]).await;
    let account = site.free_account().await;
    site.stripe.post(&format!("products/{product}"), &[("active", "false")]).await;
    site.read_catalog().await;
    let body = json!({ "items": [{ "account": account.as_str(), "features": ["legacy export"] }] });
    let item = query(&site, &body).await.json()["items"][0].clone();
    let not_offered = json!({ "legacy export": { "granted": false, "reason": "not_offered" } });
    assert_eq!((&item["status"], &item["access"]["features"]), (&json!(200), &not_offered));
}

#[tokio::test]
async fn an_account_that_cannot_be_read_fails_no_other_question() {
    // PostgreSQL stores no such rows.
    let stripe = Stripe::start().await;
    let app = TestApp::start_on_sqlite(&stripe.base()).await;
    let key = super::key(&app, "access:read").await;
    let site = Site { stripe, app, key };
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let mut items = Vec::new();
    for broken in ["created_at = 'yesterday'", "raw = '{'", "status = 'active'"] {
        let (customer, subscription) = site.subscriber(&price).await;
        let account = site.account(&customer).await;
        let broken = format!("UPDATE subscriptions SET {broken} WHERE id = '{subscription}'");
        site.app.state.db.execute_unprepared(&broken).await.unwrap();
        items.push(json!({ "account": account, "features": ["api"] }));
    }
    let answer = query(&site, &json!({ "items": items })).await.json();
    let statuses: Vec<_> = answer["items"].as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
    assert_eq!(statuses, [503, 503, 200]);
}

#[tokio::test]
async fn a_body_is_not_read_for_whoever_has_no_key() {
    let site = Site::start().await;
    for body in ["{", "[]"] {
        let mut back_end = site.app.browser();
        let request = back_end.request(Method::POST, "/api/v1/access/query").header("authorization", "Bearer nobody's");
        assert_eq!(back_end.send(request.body(body)).await.status, 401, "{body}");
    }
}

#[tokio::test]
async fn a_query_has_a_hundred_accounts_and_a_hundred_features() {
    let site = Site::start().await;
    site.free_account().await;
    site.apply(&format!("free = {:?}", (0..100).map(|number| format!("f{number}")).collect::<Vec<_>>())).await;
    let features: Vec<_> = (0..100).map(|number| format!("f{number}")).collect();
    let items = vec![json!({ "account": "team-42", "features": features }); 100];
    let answer = query(&site, &json!({ "items": items })).await;
    assert_eq!(answer.status, 200);
    let items_answered = answer.json()["items"].as_array().unwrap().clone();
    assert_eq!(items_answered.len(), 100);
    assert_eq!(items_answered[99]["access"]["features"].as_object().unwrap().len(), 100);

    for (body, field) in [
        (json!({ "items": [] }), "items"),
        (json!({ "items": vec![items[0].clone(); 101] }), "items"),
        (json!({ "items": [{ "account": "team-42", "features": [] }] }), "items[0].features"),
        (json!({ "items": [{ "account": "team-42", "features": vec!["f1"; 101] }] }), "items[0].features"),
        (json!({ "items": [{ "account": "team-42" }] }), "items[0]"),
        (json!({ "items": [{ "account": 7, "features": ["f1"] }] }), "items[0].account"),
    ] {
        let answer = query(&site, &body).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (422, &json!(field)), "{body}");
    }
}
