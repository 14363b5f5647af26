//! What is answered, to whom, and what is not.

use serde_json::json;

use super::{Site, etag, granted, key};

#[tokio::test]
async fn a_plan_grants_what_its_product_has() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api, projects"), ("limit.projects", "5 * quantity")]).await;
    site.product("Team", &[("features", "sso"), ("portal_order", "1")]).await;
    let customer = site.stripe.customer().await;
    let form = [("customer", customer.as_str()), ("items[0][price]", &price), ("items[0][quantity]", "3")];
    site.stripe.post("subscriptions", &form).await;
    site.read_catalog().await;
    let account = site.account(&customer).await;
    let answer = site.access(&account).await;
    assert_eq!(
        (&answer["account"], &answer["standing"], &answer["stale"]),
        (&json!(account), &json!("active"), &json!(null))
    );
    assert_eq!(answer["features"]["api"], json!({ "granted": true }));
    assert_eq!(answer["features"]["projects"], json!({ "granted": true, "limit": 15 }));
    let sso = &answer["features"]["sso"];
    assert_eq!((&sso["granted"], &sso["step"]["to"]), (&json!(false), &json!("pricing")));
    assert_eq!(sso["step"]["url"], format!("{}/pricing", site.app.url));
}

#[tokio::test]
async fn stripes_own_features_are_granted_and_not_while_paused() {
    let site = Site::start().await;
    let (product, price) = site.product("Pro", &[]).await;
    let feature = site.stripe.post("entitlements/features", &[("lookup_key", "sso"), ("name", "Single sign-on")]).await;
    let form = [("entitlement_feature", feature["id"].as_str().unwrap())];
    site.stripe.post(&format!("products/{product}/features"), &form).await;
    let (customer, subscription) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    assert_eq!(granted(&site.access(&account).await), ["sso"]);

    let void = [("pause_collection[behavior]", "void")];
    site.stripe.post(&format!("subscriptions/{subscription}"), &void).await;
    site.sync(&customer).await;
    let answer = site.access(&account).await;
    assert_eq!(answer["features"]["sso"], json!({ "granted": false, "reason": "collection_paused" }));
    let entitled = site.stripe.state().await["active_entitlements"].as_array().unwrap().len();
    assert_eq!(entitled, 1, "Stripe's entitlement goes on");
}

#[tokio::test]
async fn as_many_features_as_there_are_are_all_read() {
    for number in [11, 101] {
        let site = Site::start().await;
        let (product, price) = site.product("Pro", &[]).await;
        for index in 0..number {
            let form = [("lookup_key", &*format!("feature-{index:03}")), ("name", "A feature")];
            let feature = site.stripe.post("entitlements/features", &form).await;
            let form = [("entitlement_feature", feature["id"].as_str().unwrap())];
            site.stripe.post(&format!("products/{product}/features"), &form).await;
        }
        let (customer, _) = site.subscriber(&price).await;
        let account = site.account(&customer).await;
        assert_eq!(granted(&site.access(&account).await).len(), number);
    }
}

#[tokio::test]
async fn an_account_without_a_customer_has_what_is_free() {
    let site = Site::start().await;
    let account = site.free_account().await;
    site.apply("free = [\"api\"]\n[features.api]\nfree_limit = 3").await;
    let answer = site.access(&account).await;
    assert_eq!((&answer["standing"], granted(&answer)), (&json!("none"), vec!["api"]));
    assert_eq!(answer["features"]["api"]["limit"], 3);
    assert_eq!(site.ask("team-42").await.json()["account"], json!(account), "by the product's own id");
}

#[tokio::test]
async fn who_is_unknown_is_told_nothing_of_what_may_be_used() {
    let site = Site::start().await;
    for name in ["team-42", "acct_0123456789abcdef0123456789abcdef", "acct_1", "a%00b", "%20", &"x".repeat(500)] {
        let answer = site.ask(name).await;
        assert_eq!(answer.status, 404, "{name}: {answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.json()["type"], "urn:customer-portal:problem:unknown_account", "{name}");
        assert!(!answer.body.contains("granted"), "{answer:?}");
    }
}

#[tokio::test]
async fn only_a_key_for_it_is_answered() {
    let mut site = Site::start().await;
    let account = site.free_account().await;
    let good = site.key.clone();
    site.key = key(&site.app, "handover").await;
    let answer = site.ask(account.as_str()).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (403, Some("no-store")));
    for bad in ["", "cpk_", &good.replace("cpk_", "cpk_0"), &format!("{}x", &good[..good.len() - 1])] {
        site.key = bad.to_owned();
        for path in [account.as_str(), "nobody", "a%00b"] {
            let answer = site.ask_with(path, &[("if-none-match", "\"x\"")]).await;
            assert_eq!(answer.status, 401, "{bad}: {path}");
        }
    }
}

#[tokio::test]
async fn what_was_never_fetched_is_fetched_or_said_to_be_unknown() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.linked(&customer).await;
    site.stripe
        .control("faults", json!({ "rate": 100, "path": "/v1/*", "answer": { "kind": "error", "status": 500 } }))
        .await;
    let answer = site.ask(account.as_str()).await;
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(answer.json()["type"], "urn:customer-portal:problem:not_synced");
    assert!(answer.header("retry-after").is_some());

    site.stripe.forget_faults().await;
    assert_eq!(granted(&site.access(&account).await), ["api"]);
    site.app.leaves_jobs(["customer"]);
}

#[tokio::test]
async fn with_stripe_away_the_last_answer_stands_and_says_since_when() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let fresh = etag(&site.ask(account.as_str()).await);
    site.stripe
        .control("faults", json!({ "rate": 100, "path": "/v1/*", "answer": { "kind": "error", "status": 500 } }))
        .await;
    let object = mirror::StripeObject::Customer(customer.clone());
    site.app.state.mirror.request(&site.app.state.db, [object].into()).await.unwrap();
    site.app.work().await;
    let answer = site.ask_with(account.as_str(), &[("if-none-match", &fresh)]).await;
    assert_eq!(answer.status, 200, "it is another answer");
    let synced = site.customer_row(&customer).await.synced_at_ms.unwrap() / 1000;
    let since = time::OffsetDateTime::from_unix_timestamp(synced).unwrap();
    let since = since.format(&time::format_description::well_known::Rfc3339).unwrap();
    assert_eq!(answer.json()["stale"], json!({ "since": since }));
    assert_eq!(granted(&answer.json()), ["api"]);

    site.stripe.forget_faults().await;
    site.sync(&customer).await;
    site.app.work().await;
    assert_eq!(site.access(&account).await["stale"], json!(null));
}

#[tokio::test]
async fn labels_are_in_the_language_that_is_asked_for() {
    let site = Site::start().await;
    site.product("Team", &[("features", "sso"), ("portal_order", "1")]).await;
    site.read_catalog().await;
    let account = site.free_account().await;
    let label = async |language: &str| {
        let answer = site.ask_with(account.as_str(), &[("accept-language", language), ("cookie", "language=fr")]).await;
        assert_eq!(answer.header("vary").map(|vary| vary.contains("Accept-Language")), Some(true), "{answer:?}");
        (answer.json()["features"]["sso"]["step"]["label"].as_str().unwrap().to_owned(), etag(&answer))
    };
    let (english, german) = (label("en").await, label("de").await);
    assert_eq!((english.0.as_str(), german.0.as_str()), ("View Plans", "Pläne ansehen"));
    assert_ne!(english.1, german.1, "an answer in one language is not one in another");
}
