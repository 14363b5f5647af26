//! `portal plan` and `portal apply`, on a Stripe that other people change too.

use serde_json::{Value, json};
use testkit::proxy;

use crate::{
    LIVE_KEY,
    stripe::{Account, Ran},
};

/// Plans until the test says otherwise: every change of the file or at Stripe has to show.
impl Account {
    fn changes(&self) -> Vec<String> {
        let ran = self.run(&["portal", "plan", "--json"]);
        assert!(ran.err.is_empty(), "{ran:?}");
        let plan: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((ran.status == 0, ran.status == 2), (plan["in_step"] == true, plan["in_step"] == false));
        let changes = plan["changes"].as_array().unwrap().iter();
        changes.map(|change| change["path"].as_str().unwrap().to_owned()).collect()
    }

    fn apply(&self) -> Ran {
        let ran = self.run(&["portal", "apply", "--yes"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        ran
    }

    async fn ours(&self) -> Value {
        let ours = self.configurations().await;
        assert_eq!(ours.len(), 1, "{ours:#?}");
        ours[0].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_makes_one_configuration_of_exactly_the_files_features() {
    let account = Account::open().await;
    assert_eq!(account.run(&["portal", "plan"]).status, 2);
    assert!(!account.folder.path().join("data").exists(), "planning makes no database");
    account.apply();
    assert_eq!(account.run(&["portal", "plan"]).status, 0);
    account.apply();
    let ours = account.ours().await;
    let id = ours["id"].as_str().unwrap();
    let path = format!("billing_portal/configurations/{id}?expand[]=features.subscription_update.products");
    let features = account.get(&path).await["features"].clone();
    assert_eq!(ours["default_return_url"], "https://billing.invalid/account");
    assert_eq!(ours["business_profile"]["headline"], "Manage your subscription");
    assert_eq!(features["customer_update"]["allowed_updates"], json!(["address", "name", "phone", "tax_id"]));
    assert_eq!(features["subscription_cancel"]["cancellation_reason"]["options"][0], "too_expensive");
    let products = features["subscription_update"]["products"].as_array().unwrap();
    let month = account.get("prices?lookup_keys[]=prod_demo_pro_month").await["data"][0]["id"].clone();
    assert_eq!((products.len(), &products[0]["prices"][0]), (2, &month));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_in_the_dashboard_is_drift_and_is_mended() {
    let account = Account::open().await;
    account.apply();
    let id = account.ours().await["id"].as_str().unwrap().to_owned();
    let month = account.get("prices?lookup_keys[]=prod_demo_pro_month").await["data"][0]["id"].clone();
    let seats = json!({ "product": "prod_demo_pro", "prices": [month] });
    for (edit, paths) in [
        (json!({ "business_profile": { "headline": "Hello" } }), vec!["business_profile.headline"]),
        (
            json!({ "business_profile": { "privacy_policy_url": "https://a.example" } }),
            vec!["business_profile.privacy_policy_url"],
        ),
        (json!({ "default_return_url": "" }), vec!["default_return_url"]),
        (json!({ "name": "Other" }), vec!["name"]),
        (json!({ "active": false }), vec!["active"]),
        (
            json!({ "features": { "customer_update": { "allowed_updates": ["email"] } } }),
            vec!["features.customer_update.allowed_updates"],
        ),
        (json!({ "features": { "invoice_history": { "enabled": false } } }), vec!["features.invoice_history.enabled"]),
        (
            json!({ "features": { "subscription_cancel": { "enabled": false } } }),
            vec!["features.subscription_cancel.enabled"],
        ),
        (
            json!({ "features": { "subscription_cancel": { "mode": "immediately" } } }),
            vec!["features.subscription_cancel.mode"],
        ),
        (
            json!({ "features": { "subscription_cancel": { "mode": "immediately", "proration_behavior": "create_prorations" } } }),
            vec!["features.subscription_cancel.mode", "features.subscription_cancel.proration_behavior"],
        ),
        (
            json!({ "features": { "subscription_cancel": { "cancellation_reason": { "options": ["other"] } } } }),
            vec!["features.subscription_cancel.cancellation_reason.options"],
        ),
        (
            json!({ "features": { "subscription_pause": { "enabled": false } } }),
            vec!["features.subscription_pause.enabled"],
        ),
        (
            json!({ "features": { "subscription_pause": { "duration": { "type": "indefinite" } } } }),
            vec!["features.subscription_pause.duration.interval_options", "features.subscription_pause.duration.type"],
        ),
        (
            json!({ "features": { "subscription_update": { "enabled": false } } }),
            vec!["features.subscription_update.enabled"],
        ),
        (
            json!({ "features": { "subscription_update": { "default_allowed_updates": ["price", "quantity"] } } }),
            vec!["features.subscription_update.default_allowed_updates"],
        ),
        (
            json!({ "features": { "subscription_update": { "proration_behavior": "always_invoice" } } }),
            vec!["features.subscription_update.proration_behavior"],
        ),
        (
            json!({ "features": { "subscription_update": { "trial_update_behavior": "continue_trial" } } }),
            vec!["features.subscription_update.trial_update_behavior"],
        ),
        (
            json!({ "features": { "subscription_update": { "schedule_at_period_end": { "conditions": [{ "type": "shortening_interval" }] } } } }),
            vec!["features.subscription_update.schedule_at_period_end.conditions"],
        ),
        (
            json!({ "features": { "subscription_update": { "products": [seats] } } }),
            vec![
                "features.subscription_update.products[prod_demo_pro].prices",
                "features.subscription_update.products[prod_demo_team]",
            ],
        ),
    ] {
        account.control(&format!("objects/{id}"), edit.clone()).await;
        assert_eq!(account.changes(), paths, "{edit}");
        account.apply();
        assert_eq!(account.changes(), Vec::<String>::new(), "{edit}");
        assert_eq!(account.ours().await["id"], id.as_str(), "the same one is mended: {edit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_from_the_file_goes_from_the_portal() {
    let account = Account::open().await;
    account.apply();
    account.edit("headline = \"Manage your subscription\"\n", "");
    account.edit("default_return_url = \"/account\"\n", "");
    account.edit("[features.invoice_history]\nenabled = true", "[features.invoice_history]\nenabled = false");
    assert_eq!(
        account.changes(),
        ["business_profile.headline", "default_return_url", "features.invoice_history.enabled"]
    );
    account.apply();
    let ours = account.ours().await;
    assert_eq!((&ours["business_profile"]["headline"], &ours["default_return_url"]), (&Value::Null, &Value::Null));
    assert_eq!(ours["features"]["invoice_history"]["enabled"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn older_ones_of_ours_are_retired_and_nobody_elses() {
    let account = Account::open().await;
    for metadata in ["metadata[customer_portal_toml]", "metadata[customer_portal_toml]", "metadata[somebody]"] {
        let form = [(metadata, "main"), ("features[invoice_history][enabled]", "true")];
        account.post("billing_portal/configurations", &form).await;
    }
    account.apply();
    let left = account.configurations().await;
    let keys: Vec<_> =
        left.iter().map(|one| one["metadata"].as_object().unwrap().keys().next().unwrap().as_str()).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    assert!(keys.contains(&"somebody") && keys.contains(&"customer_portal_toml"), "{keys:?}");
    assert_eq!(account.run(&["portal", "plan"]).status, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_at_once_makes_one() {
    let account = Account::open().await;
    // Each has looked, and found nothing, before any of them acts.
    let late = json!({ "kind": "delay", "ms": 500 });
    let path = "/v1/billing_portal/configurations";
    account
        .control("faults", json!({ "calls": 8, "method": "GET", "path": path, "stage": "after", "answer": late }))
        .await;
    let running: Vec<_> = (0..4)
        .map(|_| account.command(&["portal", "apply", "--yes"]).stdout(std::process::Stdio::piped()).spawn().unwrap())
        .collect();
    for child in running {
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!(ran.status, 0, "{ran:?}");
    }
    // Stripe's default, and ours.
    assert_eq!(account.all("billing_portal_configurations").await.len(), 2);
    assert_eq!(account.run(&["portal", "plan"]).status, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_key_has_to_be_meant() {
    let account = Account::open().await;
    for command in ["plan", "apply"] {
        let live = |args: &[&str]| Ran::of(account.command(args).env("STRIPE_SECRET_KEY", LIVE_KEY).output().unwrap());
        let ran = live(&["portal", command]);
        assert_eq!((ran.status, ran.err.contains("LIVE") && ran.err.contains("--live")), (1, true), "{ran:?}");
        let ran = Ran::of(account.command(&["portal", command, "--live"]).output().unwrap());
        assert_eq!((ran.status, ran.err.contains("test mode key")), (1, true), "{ran:?}");
    }
    assert!(account.configurations().await.is_empty());

    let live = proxy(&account.base(), |_, _| {}).await;
    let mut command = account.command(&["portal", "apply", "--live", "--yes"]);
    let ran = Ran::of(command.env("STRIPE_SECRET_KEY", LIVE_KEY).env("STRIPE_API_BASE", live).output().unwrap());
    assert!(ran.status == 0 && ran.out.starts_with(" LIVE MODE "), "{ran:?}");
    account.ours().await;
    // The database is a live one from now on.
    let ran = account.run(&["portal", "plan"]);
    assert!(ran.status == 1 && ran.err.contains("test mode key, but this database contains live mode data"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_done_where_nobody_can_be_asked() {
    let account = Account::open().await;
    let ran = account.run(&["portal", "apply"]);
    assert_eq!((ran.status, ran.err.contains("--yes")), (1, true), "{ran:?}");
    assert_eq!(account.configurations().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stripe_that_is_down_is_an_error_and_no_pending_change() {
    let account = Account::open().await;
    let down = json!({ "kind": "error", "status": 500 });
    account.control("faults", json!({ "calls": 9, "path": "/v1/billing_portal/*", "answer": down })).await;
    let ran = account.run(&["portal", "plan"]);
    assert_eq!((ran.status, ran.err.contains("Stripe is unavailable (HTTP 500)")), (1, true), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_interrupted_goes_on_where_it_stopped() {
    let account = Account::open().await;
    for _ in 0..2 {
        let form = [("metadata[customer_portal_toml]", "main"), ("features[invoice_history][enabled]", "true")];
        account.post("billing_portal/configurations", &form).await;
    }
    // The update goes through, and the older one cannot be retired.
    let plan: Value = serde_json::from_str(&account.run(&["portal", "plan", "--json"]).out).unwrap();
    let older = plan["obsolete"][0].as_str().unwrap();
    let refused = json!({ "kind": "error", "status": 400 });
    let path = format!("/v1/billing_portal/configurations/{older}");
    account.control("faults", json!({ "method": "POST", "path": path, "answer": refused })).await;
    let ran = account.run(&["portal", "apply", "--yes"]);
    assert_eq!((ran.status, account.configurations().await.len()), (1, 2), "{ran:?}");
    let ran = account.run(&["portal", "plan"]);
    assert!(ran.status == 2 && ran.out.contains(&format!("deactivate {older}")), "{ran:?}");
    account.apply();
    account.ours().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_command_is_no_pending_change() {
    let account = Account::open().await;
    assert_eq!(account.run(&["portal", "plan", "--jsno"]).status, 1);
    assert_eq!(account.run(&["portal", "plan", "--help"]).status, 0);
}
