//! What goes wrong on the way from Stripe, in the database or in the catalog takes nothing from anybody, and grants
//! nothing.

use customer_portal::{
    account_access::{Applied, Former, apply_policy, mirror_of},
    entity::access_policy,
};
use mirror::sync;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde_json::{Value, json};

use super::{Site, key};
use crate::support::{Stripe, TestApp};

/// What is told of the feature.
async fn told(site: &Site, account: &customer_portal::model::AccountId, feature: &str) -> Value {
    site.access(account).await["features"][feature].clone()
}

#[tokio::test]
async fn a_plan_whose_items_cannot_be_read_keeps_its_features() {
    let site = Site::start().await;
    site.app.leaves_jobs(["customer"]);
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, subscription) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let lacks = |field: &str| json!({ "kind": "lacks", "fields": [field] });
    for trouble in [lacks("items"), lacks("items.data"), lacks("status"), json!({ "kind": "garbage" })] {
        site.stripe.control("unkind", json!({ "troubles": { subscription.as_str(): trouble } })).await;
        sync(&site.app.state.mirror, &site.app.state.billing.stripe, &customer).await.unwrap_err();
        let answer = site.access(&account).await;
        assert_eq!(answer["standing"], "unknown", "{trouble}: {answer}");
        assert_eq!(answer["features"]["api"], json!({ "granted": true }), "{trouble}: {answer}");
    }
    site.stripe.control("unkind", json!({ "troubles": { subscription.as_str(): null } })).await;
    site.sync(&customer).await;
    assert_eq!(site.access(&account).await["standing"], "active");
}

#[tokio::test]
async fn only_what_the_pricing_page_offers_can_be_bought() {
    let site = Site::start().await;
    let account = site.free_account().await;
    site.product("Former", &[("features", "former"), ("portal_order", "legacy")]).await;
    let (_, archived) = site.product("Archived", &[("features", "archived"), ("portal_order", "1")]).await;
    site.stripe.post(&format!("prices/{archived}"), &[("active", "false")]).await;
    let bare = [("name", "Bare"), ("metadata[features]", "bare"), ("metadata[portal_order]", "2")];
    site.stripe.post("products", &bare).await;
    site.read_catalog().await;
    for feature in ["former", "archived", "bare"] {
        let not_offered = json!({ "granted": false, "reason": "not_offered" });
        assert_eq!(told(&site, &account, feature).await, not_offered, "{feature}");
    }
    site.stripe.post(&format!("prices/{archived}"), &[("active", "true")]).await;
    site.read_catalog().await;
    assert_eq!(told(&site, &account, "archived").await["step"]["to"], "pricing", "a price alone changes answers");
}

#[tokio::test]
async fn a_row_of_the_catalog_that_cannot_be_read_stops_nobody() {
    // PostgreSQL stores no such rows.
    let stripe = Stripe::start().await;
    let app = TestApp::start_on_sqlite(&stripe.base()).await;
    let key = key(&app, "access:read").await;
    let site = Site { stripe, app, key };
    let (_, good) = site.product("Good", &[("features", "api")]).await;
    let (bad, of_bad) = site.product("Bad", &[("features", "sso"), ("portal_order", "1")]).await;
    let (customer, _) = site.subscriber(&good).await;
    let account = site.account(&customer).await;
    site.read_catalog().await;
    for column in ["raw", "features"] {
        let db = &site.app.state.db;
        db.execute_unprepared(&format!("UPDATE products SET {column} = '{{bad' WHERE id = '{bad}'")).await.unwrap();
        db.execute_unprepared(&format!("UPDATE prices SET raw = '{{bad' WHERE id = '{of_bad}'")).await.unwrap();
        db.execute_unprepared("UPDATE access_rules SET version = version + 1").await.unwrap();
        let features = site.access(&account).await["features"].clone();
        assert_eq!(features["api"], json!({ "granted": true }), "{column}");
        assert!(features["sso"].is_null(), "{column}: it is not known");
        site.sync(&customer).await;
        assert_eq!(site.app.browser().get("/pricing").await.status, 200, "{column}");
        site.read_catalog().await;
        assert_eq!(told(&site, &account, "sso").await["granted"], false, "{column}: Stripe's word mends the row");
    }
}

#[tokio::test]
async fn a_policy_of_a_newer_program_is_replaced_like_any_other() {
    let site = Site::start().await;
    let account = site.free_account().await;
    let db = &site.app.state.db;
    site.apply("free = [\"api\"]").await;
    let newer = access_policy::ActiveModel {
        version: Set(2),
        policy: Set(json!({ "standing": { "newer_key": true } })),
        applied_at: Set(0),
    };
    access_policy::Entity::insert(newer).exec_without_returning(db).await.unwrap();
    db.execute_unprepared("UPDATE access_rules SET version = version + 1").await.unwrap();
    assert_eq!(site.ask(account.as_str()).await.status, 503, "no server answers by half a policy");
    mirror_of(db.clone()).await.unwrap();
    let policy = access::parse("access.toml".as_ref(), "free = [\"sso\"]".to_owned()).unwrap().file;
    assert_eq!(apply_policy(db, &policy, Former::Version(Some(1))).await.unwrap(), Applied::AnotherMeanwhile);
    assert_eq!(apply_policy(db, &policy, Former::Any).await.unwrap(), Applied::Now(3));
    assert_eq!(told(&site, &account, "sso").await, json!({ "granted": true }));
}

#[tokio::test]
async fn an_answer_waits_for_no_other_writer() {
    let site = Site::start().await;
    let account = site.free_account().await;
    let db = site.app.state.db.clone();
    let answer = db.write_tx(async |transaction| {
        transaction.execute_unprepared("UPDATE access_rules SET version = version + 1").await?;
        let patience = std::time::Duration::from_secs(4);
        Ok(tokio::time::timeout(patience, site.ask(account.as_str())).await.map(|answer| answer.status))
    });
    assert_eq!(answer.await.unwrap().map_err(|_| "none came"), Ok(reqwest::StatusCode::OK));
}
