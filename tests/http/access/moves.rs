//! When the revision moves, and the validator with it.

use access::FeatureKey;
use customer_portal::account_access::{NewGrant, grant, revoke};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{Site, etag, granted};
use crate::support::{Answer, Stripe, TestApp, deliver};

fn revision(answer: &Value) -> i64 {
    answer["revision"].as_i64().unwrap()
}

/// The answer, after which the same question has nothing new.
async fn settled(site: &Site, account: &str) -> (Value, String) {
    let answer = site.ask(account).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let etag = etag(&answer);
    assert_eq!(again(site, account, &etag).await.status, 304);
    (answer.json(), etag)
}

async fn again(site: &Site, account: &str, etag: &str) -> Answer {
    site.ask_with(account, &[("if-none-match", etag)]).await
}

#[tokio::test]
async fn what_is_still_the_same_is_not_sent() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, subscription) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let (before, tag) = settled(&site, account.as_str()).await;
    let same = again(&site, account.as_str(), &format!("\"other\", {}", tag.trim_start_matches("W/"))).await;
    assert_eq!((same.status.as_u16(), same.body.as_str(), same.header("etag")), (304, "", Some(tag.as_str())));
    assert_eq!(same.header("cache-control"), Some("private, no-cache"));

    site.stripe.post(&format!("subscriptions/{subscription}"), &[("metadata[x]", "y")]).await;
    site.sync(&customer).await;
    assert_eq!(again(&site, account.as_str(), &tag).await.status, 304, "nothing of the answer changed");

    site.stripe.delete(&format!("subscriptions/{subscription}")).await;
    site.sync(&customer).await;
    let after = again(&site, account.as_str(), &tag).await;
    assert_eq!(after.status, 200);
    assert_eq!(revision(&after.json()), revision(&before) + 1);
}

#[tokio::test]
async fn a_validator_that_is_none_is_not_known() {
    let site = Site::start().await;
    let account = site.free_account().await;
    site.move_revisions().await;
    let (_, tag) = settled(&site, account.as_str()).await;
    let strong = tag.strip_prefix("W/").unwrap();
    for (said, status) in [
        (tag.clone(), 304),
        (strong.to_owned(), 304),
        (format!("\"other\", {tag}"), 304),
        ("*".to_owned(), 304),
        (format!("W/{tag}"), 200),
        (strong.trim_matches('"').to_owned(), 200),
    ] {
        assert_eq!(again(&site, account.as_str(), &said).await.status, status, "{said}");
    }
}

#[tokio::test]
async fn the_revision_and_the_rows_are_one_commit() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, subscription) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let (before, tag) = settled(&site, account.as_str()).await;
    site.stripe.delete(&format!("subscriptions/{subscription}")).await;
    site.app.refuse_writes("UPDATE", "account_access").await;
    let state = &site.app.state;
    mirror::sync(&state.mirror, &state.billing.stripe, &customer).await.unwrap_err();
    assert_eq!(again(&site, account.as_str(), &tag).await.status, 304, "neither was written");
    site.app.allow_writes("account_access").await;
    site.sync(&customer).await;
    let after = again(&site, account.as_str(), &tag).await.json();
    assert_eq!(revision(&after), revision(&before) + 1);
    assert_eq!(after["standing"], "canceled_paid_until");
}

#[tokio::test]
async fn a_product_that_changes_changes_answers_at_once() {
    let site = Site::start().await;
    let (product, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    site.move_revisions().await;
    let (before, tag) = settled(&site, account.as_str()).await;

    site.stripe.post(&format!("products/{product}"), &[("description", "More")]).await;
    let event = |number: usize| json!({ "id": format!("evt_{number}"), "type": "product.updated", "created": 1, "data": { "object": { "id": product, "object": "product" } } });
    deliver(&site.app, &event(1).to_string()).await;
    site.app.work().await;
    assert_eq!(again(&site, account.as_str(), &tag).await.status, 304, "a description grants nothing");

    site.stripe.post(&format!("products/{product}"), &[("metadata[features]", "api, sso")]).await;
    deliver(&site.app, &event(2).to_string()).await;
    site.app.work().await;
    let after = again(&site, account.as_str(), &tag).await;
    assert_eq!(after.status, 200, "the answer is another one before its revision moves");
    assert_eq!(granted(&after.json()), ["api", "sso"]);
    site.move_revisions().await;
    assert_eq!(revision(&site.access(&account).await), revision(&before) + 1);
}

#[tokio::test]
async fn a_policy_holds_from_its_commit_on_and_on_every_replica() {
    let site = Site::start().await;
    let replica = Site {
        app: site.app.replica(&site.stripe.base()).await,
        stripe: crate::support::Stripe::start().await,
        key: site.key.clone(),
    };
    let account = site.free_account().await;
    site.move_revisions().await;
    let (before, tag) = settled(&site, account.as_str()).await;
    settled(&replica, account.as_str()).await;
    site.apply("free = [\"api\"]").await;
    for site in [&site, &replica] {
        assert_eq!(granted(&again(site, account.as_str(), &tag).await.json()), ["api"]);
    }
    // Of two workers at the same time, one moves it.
    tokio::join!(site.move_revisions(), replica.move_revisions());
    let (after, tag) = settled(&replica, account.as_str()).await;
    assert_eq!(revision(&after), revision(&before) + 1);
    site.apply("free = [\"api\"]").await;
    assert_eq!(again(&site, account.as_str(), &tag).await.status, 304, "it was the policy before");
}

#[tokio::test]
async fn a_policy_that_held_for_a_moment_moved_the_revision() {
    let site = Site::start().await;
    let account = site.free_account().await;
    site.move_revisions().await;
    let (before, tag) = settled(&site, account.as_str()).await;
    site.apply("free = [\"api\"]").await;
    let between = site.access(&account).await;
    assert_eq!((granted(&between), revision(&between)), (vec!["api"], revision(&before)), "the worker comes later");
    site.apply("").await;
    site.move_revisions().await;
    let (after, _) = settled(&site, account.as_str()).await;
    assert_eq!(revision(&after), revision(&before) + 1, "or else two answers would have the same one");
    assert_eq!(again(&site, account.as_str(), &tag).await.status, 200);
}

#[tokio::test]
async fn what_the_company_grants_begins_and_ends() {
    let site = Site::start().await;
    let account = site.free_account().await;
    site.move_revisions().await;
    let feature: FeatureKey = "sso".parse().unwrap();
    let db = &site.app.state.db;
    let (before, _) = settled(&site, account.as_str()).await;
    let until = clock::now() + time::Duration::hours(1);
    let new = NewGrant { feature: feature.clone(), limit: Some(3), until: Some(until), reason: "a pilot".to_owned() };
    grant(db, &account, &new).await.unwrap();
    let (granted_now, tag) = settled(&site, account.as_str()).await;
    assert_eq!(revision(&granted_now), revision(&before) + 1);
    let sso = &granted_now["features"]["sso"];
    assert_eq!((&sso["granted"], &sso["limit"], &sso["reason"]), (&json!(true), &json!(3), &json!("grant")));

    // As if the hour had passed.
    let now = clock::now_seconds();
    for (table, column) in [("access_grants", "until"), ("account_access", "next_at")] {
        db.execute_unprepared(&format!("UPDATE {table} SET {column} = {now} - 1")).await.unwrap();
    }
    let ended = again(&site, account.as_str(), &tag).await;
    assert_eq!(ended.status, 200, "time alone changes the answer, before its revision moves");
    assert!(granted(&ended.json()).is_empty());
    let passed = etag(&ended);
    let replica = site.app.replica(&site.stripe.base()).await;
    let other = customer_portal::account_access::run_due(&replica.state.db, &replica.state.rules);
    let ((), moved) = tokio::join!(site.move_revisions(), other);
    moved.unwrap();
    let after = again(&site, account.as_str(), &passed).await.json();
    assert_eq!(revision(&after), revision(&granted_now) + 1, "once, by one of the two");

    grant(db, &account, &NewGrant { until: None, limit: None, ..new }).await.unwrap();
    assert_eq!(site.access(&account).await["features"]["sso"], json!({ "granted": true }));
    assert_eq!(revoke(db, &account, &feature, "over").await.unwrap(), 1, "the other has ended");
    assert!(granted(&site.access(&account).await).is_empty());
    assert_eq!(revoke(db, &account, &feature, "over").await.unwrap(), 0);
}

#[tokio::test]
async fn an_account_that_cannot_be_read_stops_no_other() {
    // PostgreSQL stores no such rows.
    let stripe = Stripe::start().await;
    let app = TestApp::start_on_sqlite(&stripe.base()).await;
    let key = super::key(&app, "access:read").await;
    let site = Site { stripe, app, key };
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let mut bad = Vec::new();
    for broken in ["created_at = 'yesterday'", "raw = '{'"] {
        let (customer, subscription) = site.subscriber(&price).await;
        bad.push(site.account(&customer).await);
        let broken = format!("UPDATE subscriptions SET {broken} WHERE id = '{subscription}'");
        site.app.state.db.execute_unprepared(&broken).await.unwrap();
    }
    let good = site.free_account().await;
    let before = revision(&site.access(&good).await);
    site.apply("free = [\"projects\"]").await;
    site.move_revisions().await;
    let after = site.access(&good).await;
    assert_eq!((granted(&after), revision(&after)), (vec!["projects"], before + 1));
    for account in bad {
        let answer = site.ask(account.as_str()).await;
        assert_eq!((answer.status.as_u16(), answer.body.contains("granted")), (503, false), "{answer:?}");
    }
}

#[tokio::test]
async fn an_answer_that_becomes_the_old_one_again_is_not_taken_for_the_one_between() {
    let site = Site::start().await;
    let account = site.free_account().await;
    site.apply("free = [\"api\"]").await;
    site.move_revisions().await;
    let (first, _) = settled(&site, account.as_str()).await;
    // Told before the worker comes by.
    site.apply("free = []").await;
    let between = site.ask(account.as_str()).await;
    assert!(granted(&between.json()).is_empty());
    let feature: FeatureKey = "api".parse().unwrap();
    let new = NewGrant { feature, limit: None, until: None, reason: "a mistake".to_owned() };
    grant(&site.app.state.db, &account, &new).await.unwrap();
    let last = again(&site, account.as_str(), &etag(&between)).await;
    assert_eq!(last.status, 200, "the answer is another one than the one between");
    assert_eq!(granted(&last.json()), ["api"]);
    assert!(revision(&last.json()) > revision(&first), "and so is its revision");
}

#[tokio::test]
async fn another_customer_is_another_answer() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let (_, tag) = settled(&site, account.as_str()).await;
    site.stripe.delete(&format!("customers/{customer}")).await;
    // Nothing of it differs from what is stored of a customer that is new here.
    let other = super::id(&site.stripe.post("customers", &[]).await);
    let db = &site.app.state.db;
    let replaced = db.write_tx(async |transaction| {
        mirror::Mirror::adopt(transaction, &other).await?;
        customer_portal::account::assign(transaction, &account, &other, Some(&customer)).await
    });
    assert!(replaced.await.unwrap());
    site.sync(&other).await;
    let after = again(&site, account.as_str(), &tag).await;
    assert_eq!((after.status.as_u16(), granted(&after.json()).len()), (200, 0));
}

#[tokio::test]
async fn a_policy_of_a_newer_program_keeps_nobody_from_being_synced() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.linked(&customer).await;
    let db = &site.app.state.db;
    let newer = "INSERT INTO access_policies (version, policy, applied_at) VALUES (1, '{\"tomorrow\": true}', 1)";
    db.execute_unprepared(newer).await.unwrap();
    db.execute_unprepared("UPDATE access_rules SET version = version + 1").await.unwrap();
    site.sync(&customer).await;
    assert!(site.customer_row(&customer).await.synced_at_ms.is_some());
    let answer = site.ask(account.as_str()).await;
    assert_eq!((answer.status.as_u16(), answer.body.contains("granted")), (503, false), "and nothing is made up");

    db.execute_unprepared("DELETE FROM access_policies").await.unwrap();
    site.move_revisions().await;
    assert_eq!(granted(&site.access(&account).await), ["api"]);
}
