//! What the controls make worse: links, pages, limits, single objects, whole accounts.

use crate::common::{Hook, SECRET, Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn trouble(stripe: &Stripe, id: &str, trouble: Value) {
    stripe.control("unkind", json!({"troubles": {id: trouble}})).await;
}

#[tokio::test]
async fn only_links_change_until_more_is_turned_on_and_nothing_once_all_is_turned_off() {
    let stripe = Stripe::start().await;
    let mut kind = json!({
        "invoice_links": null, "longest_page": null, "other_endpoint_fails": false, "rate_limit": null, "troubles": {},
    });
    let mut usual = kind.clone();
    usual["invoice_links"] = json!({ "expire_after": 30 * 24 * 60 * 60 });
    assert_eq!(stripe.get("_sim/unkind").await, usual);
    assert_eq!(stripe.delete("_sim/unkind").await, kind);
    stripe.control("unkind", json!({ "invoice_links": { "expire_after": 60 } })).await;
    kind["invoice_links"] = json!({ "expire_after": 60 });
    assert_eq!(stripe.get("_sim/unkind").await, kind);
    let customer = stripe.customer().await;
    trouble(&stripe, &customer, json!({"kind": "error", "status": 500})).await;
    stripe.refused(Method::GET, &format!("/v1/customers/{customer}"), "").await;
    trouble(&stripe, &customer, Value::Null).await;
    assert_eq!(stripe.get("_sim/unkind").await, kind);
    stripe.control("unkind", json!({"longest_page": 2, "rate_limit": "live"})).await;
    kind["invoice_links"] = Value::Null;
    assert_eq!(stripe.delete("_sim/unkind").await, kind);
    stripe.control("reset", json!({})).await;
    assert_eq!(stripe.get("_sim/unkind").await, usual);
    for wrong in [json!({"rate_limit": "none"}), json!({"troubles": {"x": {"kind": "odd"}}}), json!({"pages": 1})] {
        let answer = stripe.http.post(stripe.url("_sim/unkind")).json(&wrong).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{wrong}");
    }
}

#[tokio::test]
async fn links_of_invoices_differ_at_every_retrieval_and_expire() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("payment_behavior=default_incomplete").await;
    let subscription = stripe.get(&format!("/v1/subscriptions/{subscription}")).await;
    let path = format!("/v1/invoices/{}", subscription["latest_invoice"].as_str().unwrap());
    stripe.delete("_sim/unkind").await;
    let fixed = stripe.get(&path).await;
    assert_eq!(stripe.get(&path).await, fixed);
    stripe.control("unkind", json!({"invoice_links": {"expire_after": 3600}})).await;
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        let invoice = stripe.get(&path).await;
        for link in ["hosted_invoice_url", "invoice_pdf"] {
            let url = invoice[link].as_str().unwrap().to_owned();
            assert_eq!(stripe.page(&url).await.status, 200, "{url}");
            assert!(seen.insert(url));
        }
        let (mut plain, mut before) = (invoice.clone(), fixed.clone());
        for link in ["hosted_invoice_url", "invoice_pdf"] {
            (plain[link], before[link]) = (Value::Null, Value::Null);
        }
        assert_eq!(plain, before, "nothing else differs");
    }
    let old = fixed["hosted_invoice_url"].as_str().unwrap();
    let expired = stripe.page(old).await;
    assert_eq!(expired.status, 410);
    assert!(expired.text.contains("This link has expired"));
    stripe.control("clock", json!({"advance": 3601})).await;
    for url in &seen {
        assert_eq!(stripe.page(url).await.status, 410, "{url}");
    }
    // A fresh one leads through to the end, and the portal's own are fresh too.
    let fresh = stripe.get(&path).await["hosted_invoice_url"].as_str().unwrap().to_owned();
    let paid = stripe.submit(&format!("{fresh}/pay"), "number=4242424242424242&expiry=12/40&cvc=123").await;
    assert!(stripe.follow(paid).await.text.contains("Paid"));
    let home = stripe.page(&stripe.session(&customer, "").await).await;
    let link = home.text.split('"').find(|part| part.contains("/i/")).unwrap().to_owned();
    assert_eq!(stripe.page(&link).await.status, 200, "{link}");
    // A change elsewhere is no change of an invoice because of its links.
    let updated = stripe.get("/v1/events?type=invoice.updated").await;
    assert_eq!(updated["data"], json!([]));
}

#[tokio::test]
async fn one_object_is_garbage_while_its_neighbours_are_well() {
    let stripe = Stripe::start().await;
    let (bad, good) = (stripe.customer().await, stripe.customer().await);
    trouble(&stripe, &bad, json!({"kind": "garbage"})).await;
    let answer = stripe.request(Method::GET, &format!("/v1/customers/{bad}"), "").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(serde_json::from_str::<Value>(&answer.text().await.unwrap()).is_err());
    let list = stripe.get("/v1/customers").await;
    assert_eq!((&list["data"][1]["id"], &list["data"][1]["email"]), (&json!(bad), &json!(7)));
    assert_eq!((&list["data"][0]["id"], &list["data"][0]["email"]), (&json!(good), &json!("ada@example.com")));
    stripe.get(&format!("/v1/customers/{good}")).await;
}

#[tokio::test]
async fn one_object_lacks_a_field_also_in_webhooks() {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let price = id(&stripe.get(&path).await["items"]["data"][0]["price"]);
    trouble(&stripe, &subscription, json!({"kind": "lacks", "fields": ["status", "automatic_tax.enabled"]})).await;
    trouble(&stripe, &price, json!({"kind": "lacks", "fields": ["type"]})).await;
    let lacking = stripe.get(&path).await;
    assert_eq!((lacking.get("status"), lacking["automatic_tax"].get("enabled")), (None, None));
    assert_eq!(lacking["items"]["data"][0]["price"].get("type"), None, "wherever it is");
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.post(&path, "metadata[a]=b").await;
    let event = hook.next_of("customer.subscription.updated").await.event();
    assert_eq!(event["data"]["object"].get("status"), None);
}

#[tokio::test]
async fn one_object_fails_for_as_long_as_it_is_told_to() {
    let stripe = Stripe::start().await;
    let (bad, good) = (stripe.customer().await, stripe.customer().await);
    trouble(&stripe, &bad, json!({"kind": "error", "status": 500})).await;
    for _ in 0..3 {
        for path in
            [format!("/v1/customers/{bad}"), format!("/v1/customers/{bad}/payment_methods"), "/v1/customers".to_owned()]
        {
            let (status, error) = stripe.refused(Method::GET, &path, "").await;
            assert_eq!((status, &error["type"]), (500, &json!("api_error")), "{path}");
        }
    }
    let (status, _) = stripe.refused(Method::POST, &format!("/v1/customers/{bad}"), "name=Eve").await;
    assert_eq!(status, 500);
    stripe.post(&format!("/v1/customers/{good}"), "name=Grace").await;
    stripe.delete("_sim/unkind").await;
    assert_eq!(stripe.get(&format!("/v1/customers/{bad}")).await["name"], "Ada", "nothing had happened");
}

#[tokio::test]
async fn a_failing_object_is_known_by_every_spelling_of_its_id() {
    let stripe = Stripe::start().await;
    let price = json!({
        "id": "Gold plan/monthly", "currency": "usd", "unit_amount": 500, "recurring": {"interval": "month"},
        "product_data": {"name": "Gold"},
    });
    stripe.control("prices", price).await;
    let path = "/v1/prices/Gold%20plan%2Fmonthly";
    for id in ["Gold plan/monthly", "*"] {
        trouble(&stripe, id, json!({"kind": "error", "status": 500})).await;
        assert_eq!(stripe.refused(Method::POST, path, "nickname=Odd").await.0, 500);
        stripe.delete("_sim/unkind").await;
        assert_eq!(stripe.get(path).await["nickname"], Value::Null, "nothing had happened");
    }
}

#[tokio::test]
async fn unkindness_leaves_a_text_as_it_was_written() {
    let stripe = Stripe::start().await;
    let customer = id(&stripe.post("/v1/customers", "name=Ada+%EF%A3%BF").await);
    trouble(&stripe, "cus_other", json!({"kind": "text", "text": "surrogate"})).await;
    assert_eq!(stripe.get(&format!("/v1/customers/{customer}")).await["name"], "Ada \u{f8ff}");
}

#[tokio::test]
async fn text_is_as_odd_as_people_make_it() {
    let stripe = Stripe::start().await;
    let customer = id(&stripe.post("/v1/customers", "name=Ada&email=ada@example.com&metadata[a]=b").await);
    let path = format!("/v1/customers/{customer}");
    for (text, written) in [
        ("nul", r"before\u0000after"),
        ("surrogate", r"before\ud83dafter"),
        ("right_to_left", "before\u{202e}after"),
        ("html", "<script>alert(1)</script>"),
    ] {
        trouble(&stripe, &customer, json!({"kind": "text", "text": text})).await;
        let body = stripe.request(Method::GET, &path, "").send().await.unwrap().text().await.unwrap();
        for field in
            [format!("\"name\":\"{written}"), format!("\"a\":\"{written}"), format!("\"description\":\"{written}")]
        {
            assert!(body.contains(&field), "{body}");
        }
        assert!(body.contains("\"email\":\"ada@example.com\""), "{body}");
    }
    trouble(&stripe, "*", json!({"kind": "text", "text": "long"})).await;
    trouble(&stripe, &customer, Value::Null).await;
    assert_eq!(stripe.get(&path).await["name"].as_str().unwrap().chars().count(), 5000);
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.post("/v1/products", "name=Pro").await;
    assert_eq!(hook.next().await.event()["data"]["object"]["name"].as_str().unwrap().len(), 5000);
}

#[tokio::test]
async fn pages_are_shorter_than_they_were_asked_for() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    for n in 0..4 {
        stripe.post("/v1/customers", &format!("name={n}")).await;
    }
    for _ in 0..2 {
        let addon = stripe.price("addon", 100).await;
        stripe.post(&format!("/v1/subscriptions/{subscription}"), &format!("items[0][price]={addon}")).await;
    }
    stripe.control("unkind", json!({"longest_page": 2})).await;
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = stripe.get(&format!("/v1/customers?limit=100{after}")).await;
        let data = page["data"].as_array().unwrap();
        assert!(data.len() <= 2, "{page}");
        all.extend(data.iter().map(id));
        if page["has_more"] == false {
            break;
        }
        after = format!("&starting_after={}", all.last().unwrap());
    }
    assert_eq!((all.len(), all.last().unwrap()), (5, &customer));
    let items = stripe.get(&format!("/v1/subscription_items?subscription={subscription}")).await;
    assert_eq!((items["data"].as_array().unwrap().len(), &items["has_more"]), (2, &json!(true)));
    assert_eq!(stripe.get("/v1/customers?limit=1").await["data"].as_array().unwrap().len(), 1);
    for limit in [0, 101, 255, 1000] {
        let (status, error) = stripe.refused(Method::GET, &format!("/v1/customers?limit={limit}"), "").await;
        assert_eq!((status, &error["param"]), (400, &json!("limit")), "{limit}");
    }
}

#[tokio::test]
async fn another_endpoints_failures_fill_the_list_of_what_was_not_delivered() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    stripe.control("unkind", json!({"other_endpoint_fails": true})).await;
    let customer = stripe.post("/v1/customers", "name=Ada").await;
    assert_eq!(hook.next().await.event()["data"]["object"], customer);
    while stripe.get("_sim/webhooks").await["delivered"] != 1 {}
    let undelivered = stripe.get("/v1/events?delivery_success=false").await;
    assert_eq!(undelivered["data"][0]["data"]["object"], customer, "though the one that is looked after has it");
    assert_eq!(undelivered["data"][0]["pending_webhooks"], 1);
    stripe.control("unkind", json!({"other_endpoint_fails": false})).await;
    stripe.post("/v1/customers", "name=Bo").await;
    while stripe.get("_sim/webhooks").await["delivered"] != 2 {}
    let undelivered = stripe.get("/v1/events?delivery_success=false").await;
    assert_eq!(undelivered["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn there_are_so_many_requests_a_second_and_no_more() {
    let stripe = Stripe::start().await;
    for (mode, limit) in [("test", 25), ("live", 100)] {
        stripe.control("unkind", json!({"rate_limit": mode})).await;
        let calls = (0..limit * 3).map(|_| stripe.request(Method::GET, "/v1/customers?limit=1", "").send());
        let mut statuses = Vec::new();
        let began = std::time::Instant::now();
        for answer in join_all(calls.collect()).await {
            if answer.status() == 429 {
                assert_eq!(answer.headers()["stripe-rate-limited-reason"], "global-rate");
                assert_eq!(answer.headers().get("retry-after"), None, "Stripe does not say when");
            }
            statuses.push(answer.status().as_u16());
        }
        let let_in = statuses.iter().filter(|status| **status == 200).count();
        let seconds = usize::try_from(began.elapsed().as_secs()).unwrap() + 1;
        // Those of the mode before may still fill a part of the first second.
        assert!((limit * 3 / 4..=limit * seconds).contains(&let_in), "{let_in} of {mode} in {seconds} s");
    }
    stripe.delete("_sim/unkind").await;
    let (status, _) = stripe.call(Method::GET, "/v1/customers", "").await;
    assert_eq!(status, 200);
}

/// All at once.
async fn join_all<F>(calls: Vec<F>) -> Vec<reqwest::Response>
where
    F: Future<Output = reqwest::Result<reqwest::Response>> + Send + 'static,
{
    let calls: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap().unwrap());
    }
    answers
}

#[tokio::test]
async fn an_account_forgets_every_id_and_remembers_them_again() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("trial_period_days=3").await;
    let before = stripe.state().await;
    assert_eq!(stripe.control("account", json!({"forgotten": true})).await, json!({"forgotten": true}));
    for path in [format!("/v1/customers/{customer}"), format!("/v1/subscriptions/{subscription}")] {
        let (status, error) = stripe.refused(Method::GET, &path, "").await;
        assert_eq!((status, &error["code"]), (404, &json!("resource_missing")));
    }
    for list in ["customers", "subscriptions", "products", "events"] {
        assert_eq!(stripe.get(&format!("/v1/{list}")).await["data"], json!([]));
    }
    stripe.post("/v1/customers", "name=Of+the+other+account").await;
    stripe.control("account", json!({"forgotten": true})).await;
    assert_eq!(stripe.state().await["customers"].as_array().unwrap().len(), 1, "to forget twice is to forget once");
    stripe.control("clock", json!({"advance": 4 * 86_400})).await;
    assert_eq!(stripe.control("account", json!({"forgotten": false})).await, json!({"forgotten": false}));
    let after = stripe.state().await;
    assert_eq!(after["customers"].as_array().unwrap().len(), before["customers"].as_array().unwrap().len());
    let subscription = stripe.get(&format!("/v1/subscriptions/{subscription}")).await;
    assert_eq!(subscription["status"], "active", "time has passed for it all the same");
}
