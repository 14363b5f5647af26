//! The commands' output, with and without colour, as snapshots; check them when they change.

use serde_json::json;

use crate::stripe::Account;

/// Compares with `snapshots/<name>.snap`, ids and ports left out.
pub fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        omit_expression => true,
        filters => [
            (r"(bpc|cus|grt|price|prod|sub|we)_[A-Za-z0-9]{14,}", "${1}_…"),
            (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
            (r"20\d\d-\d\d-\d\d \d\d:\d\d", "DAY TIME"),
        ],
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// Its output without colours, and with those of a terminal.
fn both(account: &Account, name: &str, args: &[&str]) {
    snapshot(name, &account.run(args).out);
    let coloured = account.command(args).env("CLICOLOR_FORCE", "1").output().unwrap();
    let text = String::from_utf8(coloured.stdout).unwrap();
    assert!(text.contains('\u{1b}'), "{text}");
    snapshot(&format!("{name}_in_colour"), &text.replace('\u{1b}', "␛"));
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_plan() {
    let account = Account::open().await;
    both(&account, "plan_of_a_new_configuration", &["portal", "plan"]);
    let applied = account.run(&["portal", "apply", "--yes"]);
    snapshot("apply", &applied.out);
    both(&account, "plan_in_step", &["portal", "plan"]);

    let id = account.configurations().await[0]["id"].as_str().unwrap().to_owned();
    let month = account.get("prices?lookup_keys[]=prod_demo_pro_month").await["data"][0]["id"].clone();
    let edit = json!({
        "business_profile": { "headline": "Hello", "privacy_policy_url": "https://a.example/privacy" },
        "default_return_url": "",
        "features": {
            "subscription_cancel": { "mode": "immediately" },
            "subscription_update": { "products": [{ "product": "prod_demo_pro", "prices": [month] }] },
        },
    });
    account.control(&format!("objects/{id}"), edit).await;
    both(&account, "plan_after_an_edit_in_the_dashboard", &["portal", "plan"]);
    snapshot("plan_as_json", &pretty(&account.run(&["portal", "plan", "--json"]).out));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_checkout_asks_for() {
    let account = Account::open().await;
    account.run(&["portal", "apply", "--yes"]);
    account.edit("automatic_tax = false", "automatic_tax = true");
    account.edit("#adjustable_quantity = { minimum = 1, maximum = 99 }", "adjustable_quantity = { maximum = 10 }");
    snapshot("plan_of_checkout", &account.run(&["portal", "plan"]).out);
    account.control("tax", json!({ "head_office": false })).await;
    snapshot("doctor_without_stripe_tax", &account.run(&["doctor"]).out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_file() {
    let account = Account::open().await;
    account.edit("url = \"/account\"", "url = \"account\"");
    account.edit("proration_behavior = \"none\"", "proration_behavior = \"create_prorations\"");
    account.edit("default_allowed_updates = [\"price\"]", "default_allowed_updates = []");
    snapshot("a_broken_file", &account.run(&["portal", "plan"]).err);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor() {
    let account = Account::open().await;
    both(&account, "doctor_on_the_first_day", &["doctor"]);
    snapshot("doctor_as_json", &pretty(&account.run(&["doctor", "--json"]).out));
}

/// One field a line; `names` goes by ids, which have no order that stays.
fn pretty(text: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
    value.as_object_mut().unwrap().remove("names");
    serde_json::to_string_pretty(&value).unwrap()
}
