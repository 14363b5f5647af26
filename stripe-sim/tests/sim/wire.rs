//! How the API speaks: keys, encodings, errors, lists, `expand`.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};
use stripe_sim::{API_VERSION, endpoints};

#[tokio::test]
async fn any_test_key_is_accepted_and_nothing_else() {
    let stripe = Stripe::start().await;
    let list = || stripe.http.get(stripe.url("/v1/customers"));
    for request in [
        list().bearer_auth("sk_test_anything"),
        list().bearer_auth("rk_test_1"),
        list().basic_auth("sk_test_x", None::<&str>),
    ] {
        assert_eq!(request.send().await.unwrap().status(), 200);
    }
    for request in [
        list(),
        list().bearer_auth("sk_live_abcdef"),
        list().bearer_auth("sk_test_"),
        list().header("authorization", "Digest sk_test_x"),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 401);
        let body = answer.text().await.unwrap();
        let error: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(error["error"]["type"], "invalid_request_error");
        assert!(!body.contains("abcdef"), "{body}");
    }
}

#[tokio::test]
async fn answers_name_their_request_and_version() {
    let stripe = Stripe::start().await;
    let answer = stripe.request(Method::GET, "/v1/customers?", "").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["stripe-version"], API_VERSION);
    let request_id = answer.headers()["request-id"].to_str().unwrap();
    assert!(request_id.starts_with("req_"));
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_stripes_words() {
    let stripe = Stripe::start().await;
    for (method, path) in [
        (Method::GET, "/v1/nothing"),
        (Method::PUT, "/v1/customers"),
        (Method::GET, "/v1/customers/"),
        (Method::GET, "/v1"),
    ] {
        let (status, error) = stripe.refused(method.clone(), path, "").await;
        assert_eq!(status, 404, "{path}");
        let message = error["message"].as_str().unwrap();
        let beginning = format!("Unrecognized request URL ({method}: {path}).");
        assert!(message.starts_with(&beginning), "{message}");
    }
    let (status, error) = stripe.refused(Method::GET, "/v1/customers/cus_none", "").await;
    assert_eq!(status, 404);
    assert_eq!(error["code"], "resource_missing");
    assert_eq!(error["param"], "id");
    assert_eq!(error["message"], "No such customer: 'cus_none'");
}

/// Also proves that nothing is changed by a request that is refused.
#[tokio::test]
async fn every_endpoint_refuses_a_parameter_it_does_not_know() {
    let stripe = Stripe::start().await;
    stripe.delete("_sim/unkind").await;
    let (customer, subscription) = stripe.subscribed("").await;
    let price = id(&stripe.state().await["prices"][0]);
    let selling = format!("mode=subscription&line_items[0][price]={price}&success_url=https://example.com/&");
    stripe.post("/v1/checkout/sessions", &selling).await;
    stripe.post("/v1/webhook_endpoints", "url=https://example.com/&enabled_events[]=*").await;
    stripe.post("/v1/subscription_schedules", &format!("from_subscription={subscription}")).await;
    stripe.post("/v1/coupons", "id=half&percent_off=50&duration=once").await;
    stripe.post("/v1/promotion_codes", "promotion[type]=coupon&promotion[coupon]=half").await;
    let meter = stripe.post("/v1/billing/meters", "display_name=x&event_name=x&default_aggregation[formula]=sum").await;
    let paid = stripe.get("/v1/invoices").await["data"][0].clone();
    stripe.post("/v1/credit_notes", &format!("invoice={}&amount=5&refund_amount=5", id(&paid))).await;
    let disputed =
        "payment_method=pm_card_createDispute&invoice_settings[default_payment_method]=pm_card_createDispute";
    let disputed = id(&stripe.post("/v1/customers", disputed).await);
    stripe.post("/v1/subscriptions", &format!("customer={disputed}&items[0][price]={price}")).await;
    let before = stripe.state().await;
    let first = |kind: &str| id(&before[kind][0]);
    for (method, path) in endpoints() {
        let object = match path.split('/').nth(2).unwrap() {
            "customers" => customer.clone(),
            "subscriptions" => subscription.clone(),
            "billing_portal" => first("billing_portal_configurations"),
            "checkout" => first("checkout_sessions"),
            "payment_methods" => "pm_card_visa".to_owned(),
            "billing" => id(&meter),
            "entitlements" => "feat_none".to_owned(),
            "subscription_items" => "si_none".to_owned(),
            kind => before.get(kind).map_or(String::new(), |_| first(kind)),
        };
        let path = path.replace("{id}", &object);
        let required = match (method, path.as_str()) {
            ("POST", "/v1/products") => "name=x&".to_owned(),
            ("POST", "/v1/entitlements/features") => "lookup_key=x&name=x&".to_owned(),
            ("GET", "/v1/entitlements/active_entitlements") => format!("customer={customer}&"),
            ("POST", path) if path.ends_with("/features") => "entitlement_feature=feat_none&".to_owned(),
            ("POST", "/v1/prices") => "currency=usd&unit_amount=1&product_data[name]=x&".to_owned(),
            ("POST", "/v1/subscriptions") => {
                format!("customer={customer}&items[0][price]={price}&")
            }
            ("POST", "/v1/subscription_schedules") => format!("from_subscription={subscription}&"),
            ("POST", "/v1/checkout/sessions") => selling.clone(),
            ("POST", "/v1/webhook_endpoints") => "url=https://example.com/&enabled_events[]=*&".to_owned(),
            ("POST", "/v1/billing_portal/configurations") => "features[invoice_history][enabled]=true&".to_owned(),
            ("POST", "/v1/billing_portal/sessions") => format!("customer={customer}&"),
            ("POST", "/v1/subscription_items") => format!("subscription={subscription}&price={price}&"),
            ("GET", "/v1/subscription_items") | ("POST", "/v1/invoices/create_preview") => {
                format!("subscription={subscription}&")
            }
            ("POST", "/v1/refunds") => format!("charge={}&", first("charges")),
            ("POST", "/v1/credit_notes") | ("GET", "/v1/credit_notes/preview") => {
                format!("invoice={}&amount=1&credit_amount=1&", id(&paid))
            }
            ("POST", "/v1/payment_methods") => "type=card&card[token]=tok_visa&".to_owned(),
            ("POST", path) if path.ends_with("/sources") => "source=tok_visa&".to_owned(),
            ("POST", path) if path.ends_with("/balance_transactions") => "amount=1&currency=usd&".to_owned(),
            ("POST", "/v1/billing/meters") => {
                "display_name=x&event_name=y&default_aggregation[formula]=sum&".to_owned()
            }
            ("POST", "/v1/billing/meter_events") => "event_name=x&payload[value]=1&".to_owned(),
            ("GET", path) if path.ends_with("/event_summaries") => {
                format!("customer={customer}&start_time=1&end_time=2&")
            }
            ("POST", "/v1/coupons") => "percent_off=1&".to_owned(),
            ("POST", "/v1/promotion_codes") => "promotion[type]=coupon&promotion[coupon]=half&".to_owned(),
            ("POST", "/v1/tax_rates") => "display_name=x&inclusive=true&percentage=1&".to_owned(),
            ("POST", ids) if ids.ends_with("/tax_ids") => "type=eu_vat&value=DE1&".to_owned(),
            ("POST", attach) if attach.ends_with("/attach") => format!("customer={customer}&"),
            _ => String::new(),
        };
        let parameters = format!("{required}bogus[deep]=1");
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let (status, error) = if method == Method::GET {
            stripe.refused(method, &format!("{path}?{parameters}"), "").await
        } else {
            stripe.refused(method, &path, &parameters).await
        };
        assert_eq!(status, 400, "{path}: {error}");
        assert_eq!(error["code"], "parameter_unknown", "{path}: {error}");
        assert_eq!(error["param"], "bogus", "{path}");
        assert_eq!(error["message"], "Received unknown parameter: bogus");
    }
    let mut after = stripe.state().await;
    after["now"] = before["now"].clone();
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_nested_unknown_parameter_is_named_as_it_was_written() {
    let stripe = Stripe::start().await;
    let (customer, _) = stripe.subscribed("").await;
    let body = format!("customer={customer}&items%5B0%5D%5Bprice%5D=x&items[0][colour]=red");
    let (_, error) = stripe.refused(Method::POST, "/v1/subscriptions", &body).await;
    assert_eq!(error["param"], "items[0][colour]");
}

#[tokio::test]
async fn what_is_missing_or_malformed_is_named() {
    let stripe = Stripe::start().await;
    for (path, body, code, param) in [
        ("/v1/products", "", "parameter_missing", "name"),
        ("/v1/products", "name=", "parameter_invalid_empty", "name"),
        ("/v1/prices", "currency=usd&unit_amount=ten", "parameter_invalid_integer", "unit_amount"),
        ("/v1/subscriptions", "customer=cus_x", "resource_missing", "customer"),
        ("/v1/customers", "email=nobody", "email_invalid", "email"),
    ] {
        let (status, error) = stripe.refused(Method::POST, path, body).await;
        assert_eq!(status, 400);
        assert_eq!((&error["code"], &error["param"]), (&json!(code), &json!(param)), "{path} {body}");
        assert!(error["doc_url"].is_string());
    }
}

#[tokio::test]
async fn a_delete_takes_its_parameters_from_the_query_or_the_body() {
    let stripe = Stripe::start().await;
    let (_, first) = stripe.subscribed("").await;
    let (_, second) = stripe.subscribed("").await;
    let query = format!("/v1/subscriptions/{first}?cancellation_details[comment]=bye");
    let by_query = stripe.delete(&query).await;
    let path = format!("/v1/subscriptions/{second}");
    let (_, by_body) = stripe.call(Method::DELETE, &path, "cancellation_details[comment]=bye").await;
    for subscription in [by_query, by_body] {
        assert_eq!(subscription["status"], "canceled");
        assert_eq!(subscription["cancellation_details"]["comment"], "bye");
    }
}

#[tokio::test]
async fn an_empty_value_clears_a_field_and_metadata_is_merged() {
    let stripe = Stripe::start().await;
    let customer = stripe.post("/v1/customers", "name=Ada+L%C3%B8velace&phone=1&metadata[a]=1&metadata[b]=2").await;
    assert_eq!(customer["name"], "Ada Løvelace");
    let path = format!("/v1/customers/{}", id(&customer));
    let changed = stripe.post(&path, "phone=&metadata[a]=&metadata[c]=3").await;
    assert_eq!(changed["phone"], Value::Null);
    assert_eq!(changed["metadata"], json!({"b": "2", "c": "3"}));
    let emptied = stripe.post(&path, "metadata=").await;
    assert_eq!(emptied["metadata"], json!({}));
}

#[tokio::test]
async fn lists_go_page_by_page_in_both_directions() {
    let stripe = Stripe::start().await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(id(&stripe.post("/v1/customers", &format!("name={n}")).await));
    }
    ids.reverse();
    let page = |query: String| {
        let stripe = &stripe;
        async move {
            let list = stripe.get(&format!("/v1/customers?{query}")).await;
            let ids: Vec<_> = list["data"].as_array().unwrap().iter().map(id).collect();
            (ids, list["has_more"].as_bool().unwrap())
        }
    };
    assert_eq!(page("limit=2".to_owned()).await, (ids[..2].to_vec(), true));
    let after = format!("limit=2&starting_after={}", ids[1]);
    assert_eq!(page(after).await, (ids[2..4].to_vec(), true));
    let last = format!("limit=2&starting_after={}", ids[3]);
    assert_eq!(page(last).await, (ids[4..].to_vec(), false));
    let before = format!("limit=2&ending_before={}", ids[3]);
    assert_eq!(page(before).await, (ids[1..3].to_vec(), true));
    let (status, error) = stripe.refused(Method::GET, "/v1/customers?starting_after=cus_none", "").await;
    assert_eq!((status, &error["param"]), (400, &json!("starting_after")));
    for limit in ["0", "101", "x"] {
        stripe.refused(Method::GET, &format!("/v1/customers?limit={limit}"), "").await;
    }
    assert_eq!(page("created[gt]=99999999999".to_owned()).await, (Vec::new(), false));
}

#[tokio::test]
async fn expand_puts_objects_in_the_place_of_ids() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!(
        "/v1/subscriptions/{subscription}?expand[]=customer.invoice_settings.default_payment_method\
         &expand[]=items.data.price.product&expand[]=default_payment_method"
    );
    let expanded = stripe.get(&path).await;
    assert_eq!(expanded["customer"]["id"], json!(customer));
    let method = &expanded["customer"]["invoice_settings"]["default_payment_method"];
    assert_eq!(method["card"]["last4"], "4242");
    assert_eq!(expanded["items"]["data"][0]["price"]["product"]["name"], "pro");
    assert_eq!(expanded["default_payment_method"], Value::Null);

    let list = stripe.get("/v1/subscriptions?expand[0]=data.customer").await;
    assert_eq!(list["data"][0]["customer"]["name"], "Ada");

    let plain = format!("/v1/subscriptions/{subscription}");
    for wrong in ["status", "nonsense", "customer.a.b.c.d.product"] {
        let (status, error) = stripe.refused(Method::GET, &format!("{plain}?expand[]={wrong}"), "").await;
        assert_eq!((status, &error["param"]), (400, &json!("expand")), "{wrong}");
    }
}

#[tokio::test]
async fn json_bodies_are_refused_with_a_reason() {
    let stripe = Stripe::start().await;
    let request = stripe.http.post(stripe.url("/v1/customers")).bearer_auth("sk_test_x").json(&json!({"name": "x"}));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.unwrap().contains("x-www-form-urlencoded"));
}
