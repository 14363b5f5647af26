//! Portal configurations over the API, and pages that obey them.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const CONFIGURATIONS: &str = "/v1/billing_portal/configurations";
const SESSIONS: &str = "/v1/billing_portal/sessions";

struct Plans {
    small: String,
    large: String,
    /// What turns plan changes on, with both of them.
    features: String,
}

async fn plans(stripe: &Stripe) -> Plans {
    let small = stripe.price("Small", 1000).await;
    let large = stripe.price("Large", 3000).await;
    let product =
        async |price: &str| stripe.get(&format!("/v1/prices/{price}")).await["product"].as_str().unwrap().to_owned();
    let features = format!(
        "features[payment_method_update][enabled]=true&features[subscription_update][enabled]=true\
         &features[subscription_update][default_allowed_updates][]=price\
         &features[subscription_update][default_allowed_updates][]=quantity\
         &features[subscription_update][products][0][product]={}&features[subscription_update][products][0][prices][]={small}\
         &features[subscription_update][products][1][product]={}&features[subscription_update][products][1][prices][]={large}\
         &features[invoice_history][enabled]=true",
        product(&small).await,
        product(&large).await,
    );
    Plans { small, large, features }
}

async fn subscribed_to(stripe: &Stripe, price: &str, more: &str) -> (String, String) {
    let customer = stripe.customer().await;
    let created =
        stripe.post("/v1/subscriptions", &format!("customer={customer}&items[0][price]={price}&{more}")).await;
    (customer, id(&created))
}

async fn price_of(stripe: &Stripe, subscription: &str) -> Value {
    stripe.get(&format!("/v1/subscriptions/{subscription}")).await["items"]["data"][0]["price"]["id"].clone()
}

#[tokio::test]
async fn a_configuration_is_made_changed_and_listed() {
    let stripe = Stripe::start().await;
    let plans = plans(&stripe).await;
    let body = format!(
        "{}&business_profile[headline]=Hello&business_profile[privacy_policy_url]=https://example.com/p&name=Mine\
         &default_return_url=https://example.com/account&metadata[owner]=test",
        plans.features
    );
    let made = stripe.post(CONFIGURATIONS, &body).await;
    assert_eq!((&made["is_default"], &made["active"], &made["name"]), (&json!(false), &json!(true), &json!("Mine")));
    let update = &made["features"]["subscription_update"];
    assert_eq!(update["default_allowed_updates"], json!(["price", "quantity"]));
    assert_eq!(update.get("products"), None);
    let path = format!("{CONFIGURATIONS}/{}", id(&made));
    let with = stripe.get(&format!("{path}?expand[]=features.subscription_update.products")).await;
    assert_eq!(with["features"]["subscription_update"]["products"][1]["prices"], json!([plans.large]));
    let changed = stripe.post(&path, "business_profile[headline]=&active=false&metadata[owner]=").await;
    assert_eq!(changed["business_profile"]["headline"], Value::Null);
    assert_eq!(changed["business_profile"]["privacy_policy_url"], "https://example.com/p");
    assert_eq!(changed["metadata"], json!({}));
    let list = format!("{CONFIGURATIONS}?active=false&expand[]=data.features.subscription_update.products");
    let list = stripe.get(&list).await;
    assert_eq!(list["data"][0]["features"]["subscription_update"]["products"].as_array().unwrap().len(), 2);
    assert_eq!(stripe.get(&format!("{CONFIGURATIONS}?is_default=true")).await["data"].as_array().unwrap().len(), 1);
    let types = stripe.event_types().await;
    let own: Vec<_> = types.iter().filter(|kind| kind.starts_with("billing_portal")).collect();
    assert_eq!(own, ["billing_portal.configuration.created", "billing_portal.configuration.updated"]);
    let customer = stripe.customer().await;
    let (_, error) =
        stripe.refused(Method::POST, SESSIONS, &format!("customer={customer}&configuration={}", id(&made))).await;
    assert_eq!(error["param"], "configuration");
}

#[tokio::test]
async fn configurations_keep_stripes_rules() {
    let stripe = Stripe::start().await;
    let plans = plans(&stripe).await;
    let product = stripe.get(&format!("/v1/prices/{}", plans.small)).await["product"].as_str().unwrap().to_owned();
    let twin = id(&stripe
        .post("/v1/prices", &format!("currency=usd&unit_amount=5&recurring[interval]=month&product={product}"))
        .await);
    let update = "features[subscription_update]";
    for (body, said) in [
        (String::new(), "Missing required param: features."),
        (
            format!("{update}[enabled]=true"),
            "Missing required param: features[subscription_update][default_allowed_updates].",
        ),
        (
            format!("{update}[enabled]=true&{update}[default_allowed_updates][]=price"),
            "Missing required param: features[subscription_update][products].",
        ),
        (
            format!("{}&features[payment_method_update][enabled]=false", plans.features),
            "Cannot enable subscription updates while payment method update is disabled.",
        ),
        (format!("{}&{update}[products][0][prices][]={twin}", plans.features), "different billing interval"),
        (format!("{}&{update}[products][0][prices][]={}", plans.features, plans.large), "does not belong"),
        (format!("{}&business_profile[headline]={}", plans.features, "x".repeat(61)), "at most 60"),
        ("features[customer_update][enabled]=true".to_owned(), "allowed_updates"),
        ("features[subscription_cancel][proration_behavior]=create_prorations".to_owned(), "immediately"),
        ("features[subscription_cancel][cancellation_reason][enabled]=true".to_owned(), "options"),
        ("features[invoice_history][enabled]=true&active=false".to_owned(), "Received unknown parameter: active"),
    ] {
        let (status, error) = stripe.refused(Method::POST, CONFIGURATIONS, &body).await;
        assert_eq!(status, 400);
        assert!(error["message"].as_str().unwrap().contains(said), "{body}: {error}");
    }
    let default = stripe.get(&format!("{CONFIGURATIONS}?is_default=true")).await["data"][0]["id"].clone();
    let path = format!("{CONFIGURATIONS}/{}", default.as_str().unwrap());
    stripe.refused(Method::POST, &path, "active=false").await;
}

#[tokio::test]
async fn a_customer_changes_plan_and_quantity() {
    let stripe = Stripe::start().await;
    let plans = plans(&stripe).await;
    let body = format!("{}&features[subscription_update][proration_behavior]=always_invoice", plans.features);
    let configuration = id(&stripe.post(CONFIGURATIONS, &body).await);
    let (customer, subscription) = subscribed_to(&stripe, &plans.small, "").await;
    let url = stripe.session(&customer, &format!("configuration={configuration}")).await;
    let home = stripe.page(&url).await;
    assert!(home.text.contains("Change plan") && home.text.contains("Invoices"), "{}", home.text);
    assert!(!home.text.contains("Cancel plan") && !home.text.contains("Update information"));
    let choose = stripe.page(&format!("{url}/subscriptions/{subscription}/update")).await;
    assert!(choose.text.contains("Large · $30.00 per month") && choose.text.contains("(current)"));
    let confirm = format!("{url}/subscriptions/{subscription}/confirm");
    let asked = stripe.page(&format!("{confirm}?price={}&quantity=2", plans.large)).await;
    for text in ["Large", "× 2", "$60.00 per month", "Amount due today", "Unused time on Small"] {
        assert!(asked.text.contains(text), "{text}: {}", asked.text);
    }
    assert_eq!(price_of(&stripe, &subscription).await, json!(plans.small));
    let done = stripe.submit(&confirm, &format!("price={}&quantity=2", plans.large)).await;
    assert!(stripe.follow(done).await.text.contains("Your plan is updated."));
    let changed = stripe.get(&format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice")).await;
    assert_eq!(changed["items"]["data"][0]["quantity"], 2);
    assert!((4990..=5000).contains(&changed["latest_invoice"]["amount_paid"].as_i64().unwrap()));
    let same = stripe.submit(&confirm, &format!("price={}&quantity=2", plans.large)).await;
    assert!(stripe.follow(same).await.text.contains("You already have this plan."));
    // Not offered: neither chosen nor accepted.
    let other = stripe.price("Secret", 1).await;
    stripe.submit(&confirm, &format!("price={other}&quantity=2")).await;
    assert_eq!(price_of(&stripe, &subscription).await, json!(plans.large));
}

#[tokio::test]
async fn a_change_whose_payment_fails_changes_nothing() {
    let stripe = Stripe::start().await;
    let plans = plans(&stripe).await;
    let body = format!("{}&features[subscription_update][proration_behavior]=always_invoice", plans.features);
    let configuration = id(&stripe.post(CONFIGURATIONS, &body).await);
    let (customer, subscription) = subscribed_to(&stripe, &plans.small, "").await;
    let card = "/v1/payment_methods/pm_card_chargeCustomerFail/attach";
    let card = id(&stripe.post(card, &format!("customer={customer}")).await);
    stripe.post(&format!("/v1/subscriptions/{subscription}"), &format!("default_payment_method={card}")).await;
    let url = stripe.session(&customer, &format!("configuration={configuration}")).await;
    let before = stripe.get(&format!("/v1/subscriptions/{subscription}")).await;
    let refused =
        stripe.submit(&format!("{url}/subscriptions/{subscription}/confirm"), &format!("price={}", plans.large)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Your card was declined."));
    assert_eq!(stripe.get(&format!("/v1/subscriptions/{subscription}")).await, before);
}

#[tokio::test]
async fn a_change_for_less_waits_for_the_end_of_the_period() {
    let stripe = Stripe::start().await;
    let plans = plans(&stripe).await;
    let condition = "features[subscription_update][schedule_at_period_end][conditions][0][type]=decreasing_item_amount";
    let body = format!("{}&{condition}&features[subscription_cancel][enabled]=true", plans.features);
    let configuration = id(&stripe.post(CONFIGURATIONS, &body).await);
    let (customer, subscription) = subscribed_to(&stripe, &plans.large, "").await;
    let session = format!("configuration={configuration}");
    let url = stripe.session(&customer, &session).await;
    let confirm = format!("{url}/subscriptions/{subscription}/confirm");
    assert!(stripe.page(&format!("{confirm}?price={}", plans.small)).await.text.contains("Your plan changes on"));
    stripe.submit(&confirm, &format!("price={}", plans.small)).await;
    let path = format!("/v1/subscriptions/{subscription}");
    let waiting = stripe.get(&format!("{path}?expand[]=schedule")).await;
    let phases = waiting["schedule"]["phases"].as_array().unwrap();
    assert_eq!((phases.len(), &phases[1]["items"][0]["price"]), (2, &json!(plans.small)));
    assert_eq!(price_of(&stripe, &subscription).await, json!(plans.large));
    let home = stripe.page(&url).await;
    assert!(home.text.contains("to Small") && !home.text.contains("Cancel plan") && !home.text.contains("Change plan"));
    let end = waiting["items"]["data"][0]["current_period_end"].as_i64().unwrap();
    assert_eq!(phases[1]["start_date"], end);
    stripe.control("clock", json!({"now": end + 1})).await;
    let after = stripe.get(&format!("{path}?expand[]=latest_invoice")).await;
    assert_eq!(
        (&after["schedule"], &after["latest_invoice"]["amount_paid"]),
        (&waiting["schedule"]["id"], &json!(1000))
    );
    // Nothing is to change any more, so the customer may do as they like again.
    let url = stripe.session(&customer, &session).await;
    let home = stripe.page(&url).await;
    assert!(home.text.contains("Cancel plan") && home.text.contains("Change plan"), "{}", home.text);
    stripe.submit(&format!("{url}/subscriptions/{subscription}/cancel"), "").await;
    let canceling = stripe.get(&path).await;
    assert_eq!((&canceling["schedule"], canceling["cancel_at"].is_i64()), (&Value::Null, true));
    stripe.submit(&format!("{url}/subscriptions/{subscription}/renew"), "").await;
    assert_eq!(stripe.get(&path).await["cancel_at"], Value::Null);
}

#[tokio::test]
async fn a_flow_leads_to_the_confirmation_of_one_change() {
    let stripe = Stripe::start().await;
    let plans = plans(&stripe).await;
    let configuration = id(&stripe.post(CONFIGURATIONS, &plans.features).await);
    let (customer, subscription) = subscribed_to(&stripe, &plans.small, "").await;
    let item = id(&stripe.get(&format!("/v1/subscriptions/{subscription}")).await["items"]["data"][0]);
    let flow = |price: &str| {
        format!(
            "configuration={configuration}&flow_data[type]=subscription_update_confirm\
             &flow_data[subscription_update_confirm][subscription]={subscription}\
             &flow_data[subscription_update_confirm][items][0][id]={item}\
             &flow_data[subscription_update_confirm][items][0][price]={price}\
             &flow_data[after_completion][type]=redirect\
             &flow_data[after_completion][redirect][return_url]=https://example.com/done"
        )
    };
    let refused = async |more: &str| {
        stripe.refused(Method::POST, SESSIONS, &format!("customer={customer}&{more}")).await.1["message"].clone()
    };
    assert_eq!(
        refused(&flow(&plans.small)).await,
        "Cannot update the subscription because there are no changes to confirm."
    );
    let other = stripe.price("Secret", 1).await;
    assert!(refused(&flow(&other)).await.as_str().unwrap().contains("does not include the price"));
    let url = stripe.session(&customer, &flow(&plans.large)).await;
    let page = stripe.follow(stripe.page(&url).await).await;
    assert!(page.text.contains("Confirm your change") && page.text.contains("$30.00 per month"));
    let done = stripe.submit(&format!("{url}/subscriptions/{subscription}/confirm"), &format!("price={other}")).await;
    assert_eq!(stripe.follow(done).await.location.as_deref(), Some("https://example.com/done"));
    assert_eq!(price_of(&stripe, &subscription).await, json!(plans.large));

    let update = format!(
        "configuration={configuration}&flow_data[type]=subscription_update\
         &flow_data[subscription_update][subscription]={subscription}"
    );
    let url = stripe.session(&customer, &update).await;
    assert!(stripe.follow(stripe.page(&url).await).await.text.contains("Change your plan"));
    let path = format!("/v1/subscriptions/{subscription}");
    stripe.post(&path, &format!("items[0][price]={other}")).await;
    assert!(refused(&update).await.as_str().unwrap().contains("multiple products"));
}

#[tokio::test]
async fn canceling_at_once_asks_why_and_gives_back() {
    let stripe = Stripe::start().await;
    let cancel = "features[subscription_cancel]";
    let body = format!(
        "{cancel}[enabled]=true&{cancel}[mode]=immediately&{cancel}[proration_behavior]=always_invoice\
         &{cancel}[cancellation_reason][enabled]=true&{cancel}[cancellation_reason][options][]=too_expensive\
         &{cancel}[cancellation_reason][options][]=other"
    );
    let configuration = id(&stripe.post(CONFIGURATIONS, &body).await);
    let (customer, subscription) = stripe.subscribed("").await;
    let url = stripe.session(&customer, &format!("configuration={configuration}")).await;
    assert!(!stripe.page(&url).await.text.contains("Update payment method"));
    let page = format!("{url}/subscriptions/{subscription}/cancel");
    assert!(stripe.page(&page).await.text.contains("It's too expensive"));
    stripe.submit(&page, "feedback=too_expensive&comment=Bye").await;
    let ended = stripe.get(&format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice")).await;
    assert_eq!(ended["status"], "canceled");
    assert_eq!(
        ended["cancellation_details"],
        json!({
            "comment": "Bye", "feedback": "too_expensive", "feedback_option": null,
            "reason": "cancellation_requested",
        })
    );
    assert!(ended["latest_invoice"]["total"].as_i64().unwrap() < -900);
}

#[tokio::test]
async fn addresses_are_changed_where_they_may_be() {
    let stripe = Stripe::start().await;
    let update = "features[customer_update]";
    let body =
        format!("{update}[enabled]=true&{update}[allowed_updates][]=address&{update}[allowed_updates][]=shipping");
    let configuration = id(&stripe.post(CONFIGURATIONS, &body).await);
    let customer = stripe.customer().await;
    let url = stripe.session(&customer, &format!("configuration={configuration}")).await;
    let typed = "name=Nobody&line1=Street+1&city=Oslo&country=NO&shipping_name=Bo&shipping_line1=Harbour+2";
    stripe.submit(&format!("{url}/customer"), typed).await;
    let changed = stripe.get(&format!("/v1/customers/{customer}")).await;
    assert_eq!(changed["name"], "Ada");
    assert_eq!(changed["address"]["city"], "Oslo");
    assert_eq!(changed["shipping"]["address"]["line1"], "Harbour 2");
    let form = stripe.page(&format!("{url}/customer")).await;
    assert!(form.text.contains(r#"value="Harbour 2""#) && !form.text.contains(r#"name="email""#));
}
