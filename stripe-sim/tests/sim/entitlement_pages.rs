//! More entitlements than a page, or a summary, has.

use crate::common::{Stripe, id};
use crate::entitlements::{keys, of, plan, subscribe, told};
use crate::invariants;
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn a_summary_has_ten_and_the_rest_is_on_further_pages() {
    for count in [10_usize, 11, 101] {
        let stripe = Stripe::start().await;
        let names: Vec<_> = (0..count).map(|n| format!("feature-{n}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let (price, _) = plan(&stripe, &names).await;
        let customer = stripe.customer().await;
        subscribe(&stripe, &customer, &price).await;
        let first = stripe.get(&of(&customer)).await;
        assert_eq!((keys(&first).len(), &first["has_more"]), (10, &json!(count > 10)));
        let events = told(&stripe).await;
        let [event] = events.as_slice() else { panic!("{events:?}") };
        let summary = &event["data"]["object"]["entitlements"];
        assert_eq!((&summary["data"], &summary["has_more"]), (&first["data"], &first["has_more"]));

        let (mut seen, mut after) = (BTreeSet::new(), String::new());
        let mut pages = 0;
        loop {
            let page = stripe.get(&format!("{}&limit=100&expand[]=data.feature{after}", of(&customer))).await;
            for entitlement in page["data"].as_array().unwrap() {
                assert_eq!(entitlement["feature"]["lookup_key"], entitlement["lookup_key"]);
                seen.insert(entitlement["lookup_key"].as_str().unwrap().to_owned());
                after = format!("&starting_after={}", id(entitlement));
            }
            pages += 1;
            if page["has_more"] == false {
                break;
            }
        }
        assert_eq!((seen.len(), pages), (count, count.div_ceil(100)));
        assert!(names.iter().all(|name| seen.contains(*name)));
    }
}

/// The summary is the same then, but for nothing or its `has_more`: only who lists knows.
#[tokio::test]
async fn a_change_beyond_the_ten_of_a_summary_is_told_too() {
    let stripe = Stripe::start().await;
    let names: Vec<_> = (0..12).map(|n| format!("feature-{n}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let (price, product) = plan(&stripe, &names).await;
    let customer = stripe.customer().await;
    subscribe(&stripe, &customer, &price).await;
    let attached = stripe.get(&format!("/v1/products/{product}/features?limit=100")).await["data"].clone();
    for oldest in [11, 10] {
        assert_eq!(stripe.get(&of(&customer)).await["has_more"], true);
        stripe.delete(&format!("/v1/products/{product}/features/{}", id(&attached[oldest]))).await;
        let events = told(&stripe).await;
        let (now, before) = (&events[events.len() - 1], &events[events.len() - 2]);
        assert_eq!(now["data"]["object"]["entitlements"]["data"], before["data"]["object"]["entitlements"]["data"]);
    }
    assert_eq!((told(&stripe).await.len(), &stripe.get(&of(&customer)).await["has_more"]), (3, &json!(false)));
    invariants::check(&stripe).await;
}
