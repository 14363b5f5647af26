//! Customers get the configuration that `portal apply` recorded, from the next click on and on
//! every server; also with concurrent changes at Stripe.

use mirror::installation::{self, ClaimError};
use portal_config::{Plan, Portal, PortalConfigError};
use serde_json::json;
use stripe::Mode;

use crate::support::{Stripe, TestApp};

const FILE: &str = "[features.invoice_history]\nenabled = true\n[features.subscription_cancel]\nenabled = true\n";

/// A file with this text, for this app's account.
fn portal(app: &TestApp, text: &str) -> Portal {
    let path = app.write("portal.toml", text);
    Portal {
        stripe: app.state.billing.stripe.clone(),
        db: Some(app.state.db.clone()),
        mode: Mode::Test,
        site: app.state.settings.app_url.url().clone(),
        checked: portal_config::read(&path).unwrap(),
    }
}

async fn apply(app: &TestApp, text: &str, agreed: Option<&Plan>) -> Result<String, PortalConfigError> {
    portal_config::apply(&portal(app, text), &app.state.db, agreed).await
}

/// The configuration of the session that was made last.
async fn latest_sessions_configuration(stripe: &Stripe) -> String {
    let state = stripe.state().await;
    let sessions = state["billing_portal_sessions"].as_array().unwrap();
    sessions.last().unwrap()["configuration"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_applied_is_what_the_next_click_opens() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let first = apply(&app, FILE, None).await.unwrap();
    assert_eq!(browser.post_body("/api/portal", "").await.status, 200);
    assert_eq!(latest_sessions_configuration(&stripe).await, first);

    // Another one is made elsewhere and recorded: no restart is needed.
    let second = apply(&app, &format!("key = \"other\"\n{FILE}"), None).await.unwrap();
    assert_ne!(first, second);
    let (mut another, _) = app.customer("bob@example.com", &stripe.customer().await).await;
    assert_eq!(another.post_body("/api/portal", "").await.status, 200);
    assert_eq!(latest_sessions_configuration(&stripe).await, second);
}

#[tokio::test]
async fn a_configuration_that_was_retired_is_billing_that_is_not_available_yet() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (mut browser, _) = app.customer("ada@example.com", &stripe.customer().await).await;
    let id = apply(&app, FILE, None).await.unwrap();
    stripe.control(&format!("objects/{id}"), json!({ "active": false })).await;
    let answer = browser.post_body("/api/portal", "").await;
    assert_eq!(answer.status, 500);
    browser.post("/api/create_portal_session", &[]).await;
    assert_eq!(apply(&app, FILE, None).await.unwrap(), id, "the same one is put back into use");
    assert_eq!(browser.post_body("/api/portal", "").await.status, 200);
}

#[tokio::test]
async fn an_edit_between_plan_and_apply_is_not_overwritten_unseen() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let id = apply(&app, FILE, None).await.unwrap();
    let wanted = FILE.replace("enabled = true\n[", "enabled = false\n[");
    let agreed = portal_config::plan(&portal(&app, &wanted)).await.unwrap();

    stripe.control(&format!("objects/{id}"), json!({ "business_profile": { "headline": "By hand" } })).await;
    let refused = apply(&app, &wanted, Some(&agreed)).await;
    assert!(matches!(refused, Err(PortalConfigError::Moved)), "{refused:?}");
    let now = portal_config::plan(&portal(&app, &wanted)).await.unwrap();
    let paths: Vec<&str> = now.changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["business_profile.headline", "features.invoice_history.enabled"]);
    apply(&app, &wanted, Some(&now)).await.unwrap();
    assert!(portal_config::plan(&portal(&app, &wanted)).await.unwrap().is_in_step());
}

#[tokio::test]
async fn two_files_at_once_end_with_one_configuration() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let other = format!("name = \"Other\"\n{FILE}");
    let (one, two) = tokio::join!(apply(&app, FILE, None), apply(&app, &other, None));
    // Whichever was last is in force, and each may have noticed the other.
    for outcome in [one, two] {
        assert!(matches!(outcome, Ok(_) | Err(PortalConfigError::Contended)), "{outcome:?}");
    }
    let state = stripe.state().await;
    let all = state["billing_portal_configurations"].as_array().unwrap();
    let active = all.iter().filter(|one| one["active"] == true && one["is_default"] == false).count();
    assert_eq!(active, 1, "{all:#?}");
    apply(&app, FILE, None).await.unwrap();
    assert!(portal_config::plan(&portal(&app, FILE)).await.unwrap().is_in_step());
}

#[tokio::test]
async fn an_answer_that_was_lost_makes_no_second_one() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let fault = json!({
        "calls": 1, "method": "POST", "path": "/v1/billing_portal/configurations", "stage": "after",
        "answer": { "kind": "reset" },
    });
    stripe.control("faults", fault).await;
    apply(&app, FILE, None).await.unwrap();
    let state = stripe.state().await;
    assert_eq!(state["billing_portal_configurations"].as_array().unwrap().len(), 2, "Stripe's default, and ours");
}

#[tokio::test]
async fn a_database_is_of_one_mode() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    apply(&app, FILE, None).await.unwrap();
    let live = Portal { mode: Mode::Live, ..portal(&app, FILE) };
    let wrong = |error: PortalConfigError| matches!(error, PortalConfigError::Claim(ClaimError::WrongMode { .. }));
    assert!(wrong(portal_config::plan(&live).await.unwrap_err()));
    assert!(wrong(portal_config::apply(&live, &app.state.db, None).await.unwrap_err()));
    installation::claim(&app.state.db, Mode::Test).await.unwrap();
}

#[tokio::test]
async fn what_is_sold_and_cannot_be_had_is_named_with_its_line() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.subscriber("Pro").await;
    let state = stripe.state().await;
    let [product, price] = ["products", "prices"].map(|kind| state[kind][0]["id"].as_str().unwrap().to_owned());
    let of = |prices: &str| {
        format!(
            "[features.payment_method_update]\nenabled = true\n[features.subscription_update]\nenabled = true\n\
             default_allowed_updates = [\"price\"]\n[[features.subscription_update.products]]\n\
             product = \"{product}\"\n{prices}"
        )
    };
    let all = of("");
    let named = of(&format!("prices = [\"{price}\"]\n"));
    portal_config::plan(&portal(&app, &all)).await.unwrap();
    for (id, kind, file, words) in [
        (&product, json!({ "kind": "error", "status": 500 }), &all, "portal.toml:7: "),
        (&product, json!({ "kind": "garbage" }), &all, "portal.toml:7: "),
        (&price, json!({ "kind": "garbage" }), &named, "portal.toml:8: "),
        (&price, json!({ "kind": "lacks", "fields": ["created"] }), &all, "portal.toml:7: "),
    ] {
        stripe.control("unkind", json!({ "troubles": { (id.as_str()): kind } })).await;
        let error = portal_config::plan(&portal(&app, file)).await.unwrap_err().to_string();
        assert!(error.contains(words) && error.contains(id.as_str()), "{kind}: {error}");
        stripe.control("unkind", json!({ "troubles": { (id.as_str()): null } })).await;
    }
}
