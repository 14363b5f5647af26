//! Features, and what products have of them.

use crate::common::{Stripe, id};
use crate::entitlements::{attach, feature, keys, of, plan, subscribe, told};
use crate::invariants;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_feature_is_made_changed_and_archived() {
    let stripe = Stripe::start().await;
    let body = "lookup_key=sso&name=Single+sign-on&metadata[a]=b";
    let made = stripe.post("/v1/entitlements/features", body).await;
    assert!(id(&made).starts_with("feat_"));
    let shape = json!({"id": id(&made), "object": "entitlements.feature", "active": true, "livemode": false,
        "lookup_key": "sso", "metadata": {"a": "b"}, "name": "Single sign-on"});
    assert_eq!(made, shape);
    let path = format!("/v1/entitlements/features/{}", id(&made));
    assert_eq!(stripe.get(&path).await, shape);
    let changed = stripe.post(&path, "name=SSO&metadata[a]=&metadata[c]=d").await;
    assert_eq!((&changed["name"], &changed["metadata"]), (&json!("SSO"), &json!({"c": "d"})));
    feature(&stripe, "api").await;
    let long = "x".repeat(81);
    let longest = &long[1..];
    stripe.post("/v1/entitlements/features", &format!("lookup_key={longest}&name={longest}")).await;
    for (body, param, code) in [
        ("name=x", "lookup_key", "parameter_missing"),
        ("lookup_key=x", "name", "parameter_missing"),
        ("lookup_key=&name=x", "lookup_key", "parameter_invalid_empty"),
        ("lookup_key=sso&name=x", "lookup_key", "resource_already_exists"),
        (&format!("lookup_key={long}&name=x"), "lookup_key", ""),
        (&format!("lookup_key=x&name={long}"), "name", ""),
        ("lookup_key=x&name=x&active=true", "active", "parameter_unknown"),
    ] {
        let (status, error) = stripe.refused(Method::POST, "/v1/entitlements/features", body).await;
        let said = error["code"].as_str().unwrap_or_default();
        assert_eq!((status, error["param"].as_str(), said), (400, Some(param), code), "{body}");
    }
    for body in ["name=", "name=x&lookup_key=other"] {
        assert_eq!(stripe.refused(Method::POST, &path, body).await.0, 400, "{body}");
    }
    assert_eq!(stripe.post(&path, "active=false").await["active"], false);
    // What is archived cannot be changed, and leaves its key to others.
    assert_eq!(stripe.refused(Method::POST, &path, "active=true").await.0, 400);
    let again = feature(&stripe, "sso").await;
    let listed = |query: &'static str| {
        let stripe = &stripe;
        async move {
            let list = stripe.get(&format!("/v1/entitlements/features?{query}")).await;
            assert_eq!((&list["url"], &list["has_more"]), (&json!("/v1/entitlements/features"), &json!(false)));
            list["data"].as_array().unwrap().iter().map(id).collect::<Vec<_>>()
        }
    };
    assert_eq!(listed("").await.len(), 3);
    assert_eq!(listed("archived=false&lookup_key=sso").await, [again]);
    assert_eq!(listed("archived=true").await, [id(&made)]);
    assert_eq!(listed("archived=true&lookup_key=api").await, [""; 0]);
    // They do not say when they were made, so they cannot be asked for by it.
    let (_, error) = stripe.refused(Method::GET, "/v1/entitlements/features?created=1", "").await;
    assert_eq!((&error["code"], &error["param"]), (&json!("parameter_unknown"), &json!("created")));
    assert_eq!(stripe.refused(Method::GET, "/v1/entitlements/features/feat_none", "").await.0, 404);
    assert_eq!(stripe.event_types().await, [""; 0], "Stripe has no events of features");
}

#[tokio::test]
async fn a_product_has_features() {
    let stripe = Stripe::start().await;
    let (_, product) = plan(&stripe, &[]).await;
    let (_, other) = plan(&stripe, &["other"]).await;
    let sso = feature(&stripe, "sso").await;
    let path = format!("/v1/products/{product}/features");
    let attached = stripe.post(&path, &format!("entitlement_feature={sso}")).await;
    assert!(id(&attached).starts_with("prodft_"));
    let whole = stripe.get(&format!("/v1/entitlements/features/{sso}")).await;
    let shape =
        json!({"id": id(&attached), "object": "product_feature", "entitlement_feature": whole, "livemode": false});
    assert_eq!(attached, shape);
    let one = format!("{path}/{}", id(&attached));
    assert_eq!(stripe.get(&one).await, shape);
    let list = stripe.get(&path).await;
    assert_eq!((&list["data"], &list["url"], &list["has_more"]), (&json!([shape]), &json!(path), &json!(false)));
    let gone = feature(&stripe, "gone").await;
    stripe.post(&format!("/v1/entitlements/features/{gone}"), "active=false").await;
    for (body, why) in [
        (format!("entitlement_feature={sso}"), "already"),
        (format!("entitlement_feature={gone}"), "archived"),
        ("entitlement_feature=feat_none".to_owned(), "No such feature"),
        (String::new(), "Missing"),
    ] {
        let (status, error) = stripe.refused(Method::POST, &path, &body).await;
        assert_eq!((status, &error["param"]), (400, &json!("entitlement_feature")), "{body}");
        assert!(error["message"].as_str().unwrap().contains(why), "{error}");
    }
    let elsewhere = format!("/v1/products/{other}/features/{}", id(&attached));
    for (method, path) in [
        (Method::GET, elsewhere.as_str()),
        (Method::DELETE, &elsewhere),
        (Method::GET, "/v1/products/prod_none/features"),
    ] {
        assert_eq!(stripe.refused(method, path, "").await.0, 404, "{path}");
    }
    let deleted = json!({"id": id(&attached), "object": "product_feature", "deleted": true});
    assert_eq!(stripe.delete(&one).await, deleted);
    assert_eq!(stripe.refused(Method::GET, &one, "").await.0, 404);
    assert_eq!(stripe.get(&path).await["data"], json!([]));
    attach(&stripe, &product, &sso).await;
    assert!(!stripe.event_types().await.contains(&"product.updated".to_owned()));
}

#[tokio::test]
async fn what_is_attached_or_detached_is_told_to_all_who_subscribe() {
    let stripe = Stripe::start().await;
    let (price, product) = plan(&stripe, &["api"]).await;
    let (paying, ended, stranger) = (stripe.customer().await, stripe.customer().await, stripe.customer().await);
    subscribe(&stripe, &paying, &price).await;
    let over = subscribe(&stripe, &ended, &price).await;
    stripe.delete(&format!("/v1/subscriptions/{over}")).await;
    let (elsewhere, _) = plan(&stripe, &[]).await;
    subscribe(&stripe, &stranger, &elsewhere).await;
    let before = told(&stripe).await.len();
    let sso = attach(&stripe, &product, &feature(&stripe, "sso").await).await;
    assert_eq!(keys(&stripe.get(&of(&paying)).await), ["sso", "api"]);
    stripe.delete(&format!("/v1/products/{product}/features/{sso}")).await;
    let events = told(&stripe).await.split_off(before);
    let [gained, lost] = events.as_slice() else { panic!("{events:?}") };
    for (event, was, is) in [(gained, vec!["api"], vec!["sso", "api"]), (lost, vec!["sso", "api"], vec!["api"])] {
        assert_eq!(event["data"]["object"]["customer"], json!(paying));
        assert_eq!(keys(&event["data"]["object"]["entitlements"]), is);
        assert_eq!(keys(&event["data"]["previous_attributes"]["entitlements"]), was);
    }
    // The last feature that there is can be detached too.
    let api = id(&stripe.get(&format!("/v1/products/{product}/features")).await["data"][0]);
    stripe.delete(&format!("/v1/products/{product}/features/{api}")).await;
    assert_eq!(stripe.get(&of(&paying)).await["data"], json!([]));
    assert_eq!(told(&stripe).await.len(), before + 3);
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn archiving_takes_nothing_from_those_who_have_it() {
    let stripe = Stripe::start().await;
    let (price, _) = plan(&stripe, &["api"]).await;
    let (early, late) = (stripe.customer().await, stripe.customer().await);
    subscribe(&stripe, &early, &price).await;
    let api = id(&stripe.get("/v1/entitlements/features").await["data"][0]);
    stripe.control(&format!("objects/{api}"), json!({"active": false})).await;
    subscribe(&stripe, &late, &price).await;
    for customer in [early, late] {
        assert_eq!(keys(&stripe.get(&of(&customer)).await), ["api"]);
    }
}
