//! What Checkout asks for is what `[checkout]` of the file says, from the purchase after `portal apply` on and on every
//! server.

use portal_config::{Portal, apply, plan};
use serde_json::{Value, json};
use stripe::Mode;

use crate::{
    checkout::{buy, id, open_sessions, shop},
    support::{Stripe, TestApp},
};

const PORTAL: &str = "[features.invoice_history]\nenabled = true\n[checkout]\n";

const ALL: &str = "promotion_codes = true\nautomatic_tax = true\nbilling_address = \"required\"\ntax_ids = true\n\
                   adjustable_quantity = { minimum = 2, maximum = 50 }\nterms_of_service = true\n\
                   payment_method_collection = \"if_required\"\nlocale = \"de\"\n";

/// A file with these lines below `[checkout]`.
fn portal(app: &TestApp, checkout: &str) -> Portal {
    let path = app.write("portal.toml", &format!("{PORTAL}{checkout}"));
    Portal {
        stripe: app.state.billing.stripe.clone(),
        db: Some(app.state.db.clone()),
        mode: Mode::Test,
        site: app.state.settings.app_url.url().clone(),
        checked: portal_config::read(&path).unwrap(),
    }
}

async fn ask_for(app: &TestApp, checkout: &str) {
    apply(&portal(app, checkout), &app.state.db, None).await.unwrap();
}

/// The form of the last request for a session, and how often one was requested.
async fn sent(stripe: &Stripe) -> (Value, usize) {
    let requests = stripe.read("requests").await;
    let is_creation = |it: &&Value| it["path"] == "/v1/checkout/sessions" && it["method"] == "POST";
    let all: Vec<_> = requests["requests"].as_array().unwrap().iter().filter(is_creation).collect();
    (all.last().unwrap()["params"].clone(), all.len())
}

/// The form for the price when nothing is asked for, in the reader's language, with these options in the metadata.
fn plain(app: &TestApp, price: &str, customer: &Value, options: &Value) -> Value {
    let url = &app.url;
    json!({
        "cancel_url": format!("{url}/pricing"),
        "customer": customer,
        "line_items": { "0": { "price": price, "quantity": "1" } },
        "locale": "en",
        "metadata": { "customer_portal_options": options.to_string(), "customer_portal_price": price },
        "mode": "subscription",
        "payment_method_collection": "always",
        "subscription_data": { "trial_period_days": "14" },
        "success_url": format!("{url}/account?from=checkout"),
    })
}

#[tokio::test]
async fn without_a_file_nothing_is_asked_for() {
    let (stripe, app, monthly, _) = shop().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    buy(&mut browser, &monthly).await;
    let (form, _) = sent(&stripe).await;
    let options = json!({
        "adjustable_quantity": null, "automatic_tax": false, "billing_address": "auto", "locale": "en",
        "payment_method_collection": "always", "promotion_codes": false, "tax_ids": false, "terms_of_service": false,
    });
    assert_eq!(form, plain(&app, &monthly, &form["customer"], &options));
}

#[tokio::test]
async fn the_form_has_exactly_what_the_file_says() {
    let (stripe, app, monthly, _) = shop().await;
    ask_for(&app, ALL).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"));
    let (form, _) = sent(&stripe).await;
    let options = json!({
        "adjustable_quantity": { "maximum": 50, "minimum": 2 }, "automatic_tax": true, "billing_address": "required",
        "locale": "de", "payment_method_collection": "if_required", "promotion_codes": true, "tax_ids": true,
        "terms_of_service": true,
    });
    let mut expected = plain(&app, &monthly, &form["customer"], &options);
    let more = json!({
        "allow_promotion_codes": "true",
        "automatic_tax": { "enabled": "true" },
        "billing_address_collection": "required",
        "consent_collection": { "terms_of_service": "required" },
        "customer_update": { "address": "auto", "name": "auto" },
        "line_items": { "0": {
            "adjustable_quantity": { "enabled": "true", "maximum": "50", "minimum": "2" },
            "price": monthly,
            "quantity": "2",
        } },
        "locale": "de",
        "payment_method_collection": "if_required",
        "tax_id_collection": { "enabled": "true" },
    });
    expected.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    assert_eq!(form, expected);
}

#[tokio::test]
async fn each_option_adds_its_own_parameters_alone() {
    let (stripe, app, monthly, _) = shop().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    buy(&mut browser, &monthly).await;
    let (before, _) = sent(&stripe).await;
    for (line, more) in [
        ("promotion_codes = true", json!({ "allow_promotion_codes": "true" })),
        (
            "automatic_tax = true",
            json!({ "automatic_tax": { "enabled": "true" }, "customer_update": { "address": "auto" } }),
        ),
        ("billing_address = \"required\"", json!({ "billing_address_collection": "required" })),
        (
            "tax_ids = true",
            json!({ "customer_update": { "name": "auto" }, "tax_id_collection": { "enabled": "true" } }),
        ),
        ("terms_of_service = true", json!({ "consent_collection": { "terms_of_service": "required" } })),
        ("payment_method_collection = \"if_required\"", json!({ "payment_method_collection": "if_required" })),
        ("locale = \"fr-CA\"", json!({ "locale": "fr-CA" })),
    ] {
        ask_for(&app, line).await;
        assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"), "{line}");
        let (mut form, _) = sent(&stripe).await;
        let mut expected = before.clone();
        expected.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        for form in [&mut form, &mut expected] {
            form["metadata"].as_object_mut().unwrap().remove("customer_portal_options");
        }
        assert_eq!(form, expected, "{line}");
    }
}

#[tokio::test]
async fn an_open_checkout_that_asks_for_something_else_is_not_offered_again() {
    let (stripe, app, monthly, _) = shop().await;
    let replica = app.replica(&stripe.base()).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let mut on_the_other = replica.browser();
    on_the_other.set_cookie("session", browser.cookie("session").unwrap());
    let first = buy(&mut browser, &monthly).await;
    assert_eq!(buy(&mut on_the_other, &monthly).await.location(), first.location());

    ask_for(&app, "terms_of_service = true\n").await;
    let second = buy(&mut on_the_other, &monthly).await;
    assert_ne!(second.location(), first.location());
    assert_eq!(buy(&mut browser, &monthly).await.location(), second.location(), "on every server");
    let open = open_sessions(&stripe).await;
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["consent_collection"]["terms_of_service"], "required");
    assert_eq!(sent(&stripe).await.1, 2);
}

#[tokio::test]
async fn the_readers_language_opens_checkout_and_the_portal_unless_the_file_names_one() {
    let (stripe, app, monthly, _) = shop().await;
    let customer = stripe.customer().await;
    let (_, user) = app.customer("ada@example.com", &customer).await;
    let account = app.account(user).await;
    let billing = &app.state.billing;
    let price = billing::load_offered_price(&app.state.db, &monthly).await.unwrap().unwrap();
    for (file, locale, checkout) in [
        ("", None, None),
        ("", Some("de"), Some("de")),
        ("", Some("xx"), None),
        ("locale = \"fr\"", Some("de"), Some("fr")),
        ("locale = \"fr\"", None, Some("fr")),
    ] {
        ask_for(&app, file).await;
        let buyer = Buyer { customer: customer.clone(), account: account.to_string() };
        billing.begin_checkout(&buyer, &price, locale).await.unwrap();
        assert_eq!(sent(&stripe).await.0["locale"].as_str(), checkout, "{file} {locale:?}");
    }
    for (locale, portal) in [(None, None), (Some("de"), Some("de")), (Some("en-AU"), Some("en-AU")), (Some("xx"), None)]
    {
        // Not the same click as the one before.
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        billing.open_portal(&customer, None, locale).await.unwrap();
        let sessions = stripe.state().await["billing_portal_sessions"].clone();
        assert_eq!(sessions.as_array().unwrap().last().unwrap()["locale"].as_str(), portal, "{locale:?}");
    }
}

#[tokio::test]
async fn an_account_that_lacks_what_is_asked_for_sells_nothing_and_says_so() {
    let (stripe, app, monthly, _) = shop().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for (line, control, off, on) in [
        ("terms_of_service = true", "terms", json!({ "url": false }), json!({ "url": true })),
        ("automatic_tax = true", "tax", json!({ "head_office": false }), json!({ "head_office": true })),
    ] {
        ask_for(&app, line).await;
        stripe.control(control, off).await;
        let refused = buy(&mut browser, &monthly).await;
        let page = browser.get(refused.location().unwrap()).await.text();
        assert!(page.contains("Billing isn’t set up yet. Contact support."), "{line}: {page}");
        stripe.control(control, on).await;
    }
    // Taking the option back mends it at once.
    ask_for(&app, "").await;
    assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"));
}

#[tokio::test]
async fn what_is_planned_and_applied_is_seen() {
    let (_stripe, app, ..) = shop().await;
    ask_for(&app, "").await;
    let wanted = portal(&app, "promotion_codes = true\nadjustable_quantity = { maximum = 5 }\n");
    let pending = plan(&wanted).await.unwrap();
    let told: Vec<_> = pending.checkout.iter().map(|it| (it.path.as_str(), it.from.clone(), it.to.clone())).collect();
    assert_eq!(
        told,
        [
            ("checkout.adjustable_quantity.maximum", json!(null), json!(5)),
            ("checkout.adjustable_quantity.minimum", json!(null), json!(1)),
            ("checkout.promotion_codes", json!(false), json!(true)),
        ]
    );
    assert!(pending.changes.is_empty() && !pending.is_in_step() && pending.is_portal_in_step());
    apply(&wanted, &app.state.db, Some(&pending)).await.unwrap();
    assert!(plan(&wanted).await.unwrap().is_in_step());
    let back = plan(&portal(&app, "")).await.unwrap();
    assert_eq!(back.checkout[0].path, "checkout.adjustable_quantity");
}

#[tokio::test]
async fn options_of_a_later_version_sell_nothing() {
    let (stripe, app, monthly, _) = shop().await;
    ask_for(&app, "").await;
    mirror::installation::record_checkout(&app.state.db, json!({ "a_later_option": true })).await.unwrap();
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let refused = buy(&mut browser, &monthly).await;
    let page = browser.get(refused.location().unwrap()).await.text();
    assert!(page.contains("We can’t reach checkout right now. You weren’t charged."), "{page}");
    assert!(open_sessions(&stripe).await.is_empty());
    // Applying mends it.
    assert!(!plan(&portal(&app, "")).await.unwrap().is_in_step());
    ask_for(&app, "").await;
    assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"));
}

#[tokio::test]
async fn what_is_bought_is_as_many_as_were_chosen_at_the_price_of_the_code() {
    let (stripe, app, monthly, _) = shop().await;
    stripe.post("coupons", &[("id", "half"), ("percent_off", "50"), ("duration", "forever")]).await;
    let code = [("promotion[type]", "coupon"), ("promotion[coupon]", "half"), ("code", "HALF")];
    stripe.post("promotion_codes", &code).await;
    ask_for(&app, ALL).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let url = buy(&mut browser, &monthly).await.location().unwrap().to_owned();
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    // A trial with `if_required`: no card.
    let form = [
        ("quantity_0", "7"),
        ("promotion_code", "half"),
        ("line1", "Hauptstraße 1"),
        ("country", "DE"),
        ("tax_id", "DE123456789"),
        ("name", "Analytical Engines"),
        ("terms", "accepted"),
    ];
    let bought = http.post(&url).form(&form).send().await.unwrap();
    assert_eq!(bought.status(), 303, "{}", bought.text().await.unwrap());
    let state = stripe.state().await;
    let subscription = &state["subscriptions"][0];
    assert_eq!(subscription["items"]["data"][0]["quantity"], 7);
    assert_eq!(subscription["discounts"].as_array().unwrap().len(), 1);
    assert_eq!(subscription["automatic_tax"]["enabled"], true);
    let customer = &state["customers"][0];
    assert_eq!((&customer["address"]["country"], &customer["name"]), (&json!("DE"), &json!("Analytical Engines")));
    assert_eq!(id(customer), subscription["customer"]);
    let page = browser.get("/account?from=checkout").await.text();
    assert!(page.contains("Current Plan Pro"), "{page}");
}

/// A buyer who is a customer already.
struct Buyer {
    customer: String,
    account: String,
}

#[async_trait::async_trait]
impl billing::Buyer for Buyer {
    fn reference(&self) -> String {
        self.account.clone()
    }

    fn email(&self) -> &'static str {
        "ada@example.com"
    }

    async fn customer(&self, _: &database::Database) -> Result<Option<String>, sea_orm::DbErr> {
        Ok(Some(self.customer.clone()))
    }

    async fn assign(&self, _: &sea_orm::DatabaseTransaction, _: &str, _: Option<&str>) -> Result<bool, sea_orm::DbErr> {
        Ok(true)
    }
}
