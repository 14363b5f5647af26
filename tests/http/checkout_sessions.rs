//! A customer has at most one Checkout session of ours, and those of other services are not
//! touched.

use serde_json::json;

use crate::{
    checkout::{buy, id, open_sessions, shop},
    support::Stripe,
};

/// The prices of the open sessions that were made here.
async fn open_here(stripe: &Stripe) -> Vec<String> {
    let open = open_sessions(stripe).await;
    open.iter().filter_map(|session| session["metadata"]["customer_portal_price"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn other_services_sessions_stay_open() {
    let (stripe, app, monthly, yearly) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let theirs = [
        ("customer", customer.as_str()),
        ("mode", "subscription"),
        ("line_items[0][price]", &monthly),
        ("success_url", "https://shop.example/thanks"),
        ("metadata[price]", &monthly),
    ];
    let theirs = id(&stripe.post("checkout/sessions", &theirs).await);
    for price in [&monthly, &yearly, &monthly] {
        assert!(buy(&mut browser, price).await.location().unwrap().contains("/c/pay/"));
        assert_eq!(open_here(&stripe).await, std::slice::from_ref(price), "one of ours at most");
        let open = open_sessions(&stripe).await;
        assert!(open.iter().any(|session| session["id"] == theirs.as_str()), "theirs was touched: {open:?}");
    }
}

#[tokio::test]
async fn a_session_that_cannot_be_read_as_a_whole_is_not_left_open_beside_another() {
    let (stripe, app, monthly, yearly) = shop().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let first = buy(&mut browser, &monthly).await;
    let session = id(&open_sessions(&stripe).await[0]);
    let lacks = json!({ "troubles": { session: { "kind": "lacks", "fields": ["created"] } } });
    stripe.control("unkind", lacks).await;
    let again = buy(&mut browser, &monthly).await;
    assert_eq!(first.location(), again.location(), "the same plan is the same checkout");
    assert!(buy(&mut browser, &yearly).await.location().unwrap().contains("/c/pay/"));
    assert_eq!(open_here(&stripe).await, [yearly]);
}
