//! Mistakes in `portal.toml`: each is reported with file, line and key before anything is sent, and
//! nothing is changed at Stripe.

use serde_json::json;

use crate::stripe::Account;

impl Account {
    /// Plans and applies, which must both fail with these words and leave Stripe alone.
    async fn refuses(&self, words: &[&str]) {
        for args in [["portal", "plan"].as_slice(), &["portal", "apply", "--yes"]] {
            let ran = self.run(args);
            assert_eq!(ran.status, 1, "{ran:?}");
            for words in words {
                assert!(ran.err.contains(words), "{words:?} in {}", ran.err);
            }
        }
        assert!(self.configurations().await.is_empty());
    }

    /// The file with something replaced is refused with `portal.toml:` and these words.
    async fn slip(&self, old: &str, new: &str, words: &str) {
        let before = std::fs::read_to_string(self.file()).unwrap();
        self.edit(old, new);
        let after = std::fs::read_to_string(self.file()).unwrap();
        // The line that was changed first.
        let same = before.lines().zip(after.lines()).take_while(|(before, after)| before == after).count();
        self.refuses(&[&format!("portal.toml:{}: {words}", same + 1)]).await;
        std::fs::write(self.file(), before).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_rule_of_stripe_is_kept_before_anything_is_sent() {
    let account = Account::open().await;
    let before = account.all("billing_portal_configurations").await;
    for (old, new, words) in [
        ("key = \"main\"", "key = \" \"", "key: must be a text"),
        (
            "Manage your subscription",
            &"x".repeat(61),
            "business_profile.headline: is 61 characters long; Stripe takes at most 60",
        ),
        ("url = \"/account\"", "url = \"account\"", "default_return_url: must be an address such as"),
        ("url = \"/account\"", "url = \"//evil.example\"", "default_return_url: must be an address such as"),
        (
            "#privacy_policy_url = \"https://example.com/privacy\"",
            "privacy_policy_url = \"javascript:x\"",
            "business_profile.privacy_policy_url: must be",
        ),
        (
            "#terms_of_service_url = \"https://example.com/terms\"",
            "terms_of_service_url = \"terms\"",
            "business_profile.terms_of_service_url: must be",
        ),
        (
            "[\"address\", \"name\", \"phone\", \"tax_id\"]",
            "[]",
            "features.customer_update.allowed_updates: is required",
        ),
        (
            "[\"address\", \"name\", \"phone\", \"tax_id\"]",
            "[\"name\", \"name\"]",
            "features.customer_update.allowed_updates[1]: is listed twice",
        ),
        (
            "[\"too_expensive\", \"missing_features\", \"switched_service\", \"unused\", \"other\"]",
            "[]",
            "features.subscription_cancel.cancellation_reason.options: is required",
        ),
        (
            "proration_behavior = \"none\"",
            "proration_behavior = \"create_prorations\"",
            "features.subscription_cancel.proration_behavior: must be \"none\"",
        ),
        (
            "proration_behavior = \"none\"",
            "proration_behavior = \"always_invoice\"",
            "features.subscription_cancel.proration_behavior: unknown variant",
        ),
        (
            "{ interval = \"month\", interval_count = 3 }",
            "{ interval = \"month\", interval_count = 37 }",
            "features.subscription_pause.duration.interval_options[1].interval_count: must be at least 1",
        ),
        (
            "{ interval = \"month\", interval_count = 3 }",
            "{ interval = \"month\" }",
            "features.subscription_pause.duration.interval_options[1]: is listed twice",
        ),
        (
            "type = \"interval_options\"",
            "type = \"indefinite\"",
            "features.subscription_pause.duration.interval_options: needs the type",
        ),
        (
            "duration = { type = \"interval_options\", interval_options = [{ interval = \"month\", interval_count = 1 }, { interval = \"month\", interval_count = 3 }] }",
            "duration = { type = \"interval_options\" }",
            "features.subscription_pause.duration.interval_options: is required",
        ),
        (
            "default_allowed_updates = [\"price\"]",
            "default_allowed_updates = []",
            "features.subscription_update.default_allowed_updates: is required",
        ),
        (
            "#adjustable_quantity = { enabled = true, minimum = 1, maximum = 100 }",
            "adjustable_quantity = { enabled = true }",
            "features.subscription_update.products[0].adjustable_quantity: needs \"quantity\"",
        ),
        (
            "mode = \"at_period_end\"",
            "mode = \"some_day\"",
            "features.subscription_cancel.mode: unknown variant `some_day`",
        ),
        (
            "mode = \"at_period_end\"",
            "mood = \"at_period_end\"",
            "features.subscription_cancel.mood: unknown field `mood`",
        ),
        ("name = \"Customer Portal\"", "name = 7", "name: invalid type: integer `7`"),
        ("name = \"Customer Portal\"", "name = ", "string values must be quoted"),
        (
            "prices = [\"prod_demo_pro_month\", \"prod_demo_pro_year\"]",
            "prices = [\"prod_demo_pro_month\", \"prod_demo_pro_month\"]",
            "features.subscription_update.products[0].prices[1]: is listed twice",
        ),
    ] {
        account.slip(old, new, words).await;
    }
    assert_eq!(account.all("billing_portal_configurations").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_join_two_places_name_the_one_to_mend() {
    let account = Account::open().await;
    account.edit("# Required by subscription_update.\nenabled = true", "enabled = false");
    account
        .refuses(&["features.payment_method_update.enabled: must be true when subscription_update is enabled"])
        .await;

    let file = |text: &str| std::fs::write(account.file(), text).unwrap();
    file("[features.invoice_history]\nenabled = false\n");
    account.refuses(&["portal.toml:1: features: at least one feature has to be enabled"]).await;
    file("name = \"x\"\n");
    account.refuses(&["portal.toml:1: missing field `features`"]).await;
    let updates = "[features.payment_method_update]\nenabled = true\n[features.subscription_update]\nenabled = true\n\
                   default_allowed_updates = [\"price\", \"quantity\"]\n";
    file(updates);
    account.refuses(&["portal.toml:3: features.subscription_update.products: is required"]).await;
    let product = "[[features.subscription_update.products]]\nproduct = \"prod_demo_pro\"\n";
    file(&format!("{updates}{}", product.repeat(11)));
    account.refuses(&["features.subscription_update.products: has 11 products; Stripe takes at most 10"]).await;
    file(&format!("{updates}[[features.subscription_update.products]]\n"));
    account.refuses(&["portal.toml:6: features.subscription_update.products[0]: needs a product or prices"]).await;
    file(&format!("{updates}{product}adjustable_quantity = {{ enabled = true, minimum = 5, maximum = 2 }}\n"));
    account
        .refuses(&["portal.toml:8: features.subscription_update.products[0].adjustable_quantity.minimum: is more"])
        .await;
    // All at once, in the order of the file.
    file(&format!("default_return_url = \"x\"\n{updates}"));
    account
        .refuses(&["portal.toml:1: default_return_url", "\nportal.toml:4: features.subscription_update.products"])
        .await;
    std::fs::remove_file(account.file()).unwrap();
    account.refuses(&["portal.toml: cannot be read"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stripe_does_not_sell_is_named_before_anything_is_sent() {
    let account = Account::open().await;
    let pro = "prices = [\"prod_demo_pro_month\", \"prod_demo_pro_year\"]";
    let other = account.price("prod_demo_pro", "month", "another_month", &[]).await;
    account.price("prod_demo_pro", "", "once", &[]).await;
    account.price("prod_demo_pro", "week", "taxed", &[("tax_behavior", "inclusive")]).await;
    account.price("prod_demo_pro", "week", "old", &[("active", "false")]).await;
    account.post("products", &[("id", "prod_old"), ("name", "Old"), ("active", "false")]).await;
    account.post("products", &[("id", "prod_bare"), ("name", "Bare")]).await;
    for (new, key, words) in [
        ("prices = [\"nope\"]", "prices[0]", "Stripe has no price with the lookup key or the id \"nope\""),
        ("prices = [\"price_nope\"]", "prices[0]", "Stripe has no price_nope"),
        ("product = \"prod_nope\"", "product", "Stripe has no prod_nope"),
        ("product = \"prod_old\"", "product", "the product prod_old is not active in Stripe"),
        ("product = \"prod_bare\"", "product", "prod_bare has no active recurring price"),
        ("prices = [\"prod_demo_pro_month\", \"old\"]", "prices[1]", "the price old is not active in Stripe"),
        ("prices = [\"prod_demo_pro_month\", \"once\"]", "prices[1]", "the price once is paid once"),
        (
            "prices = [\"prod_demo_pro_month\", \"prod_demo_team_year\"]",
            "prices[1]",
            "is of the product prod_demo_team, not of prod_demo_pro",
        ),
        ("prices = [\"prod_demo_pro_month\", \"another_month\"]", "prices[1]", "have the same interval (1 month)"),
        (&format!("prices = [\"prod_demo_pro_month\", \"{other}\"]"), "prices[1]", "have the same interval (1 month)"),
        ("product = \"prod_demo_pro\"", "product", "have the same interval (1 month)"),
        (
            "prices = [\"prod_demo_pro_month\", \"taxed\"]",
            "prices[1]",
            "the price taxed has the tax behaviour inclusive, but prod_demo_pro_month has unspecified",
        ),
    ] {
        let key = format!("features.subscription_update.products[0].{key}: ");
        account.slip(pro, new, &key).await;
        account.edit(pro, new);
        account.refuses(&[words]).await;
        account.edit(new, pro);
    }
    account.edit(
        "prices = [\"prod_demo_team_month\", \"prod_demo_team_year\"]",
        "product = \"prod_demo_pro\"\nprices = [\"old\"]",
    );
    account.refuses(&["features.subscription_update.products[1]: the product prod_demo_pro is listed twice"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_the_other_mode_is_told_from_one_that_never_was() {
    let account = Account::open().await;
    account.edit("\"prod_demo_pro_month\"", "\"price_live\"");
    let message = "No such price: 'price_live'; a similar object exists in live mode, but a test mode key was used to make this request.";
    let answer = json!({
        "kind": "error", "status": 404, "error": { "code": "resource_missing", "param": "price", "message": message },
    });
    account.control("faults", json!({ "calls": 2, "path": "/v1/prices/price_live", "answer": answer })).await;
    account.refuses(&["products[0].prices[0]: price_live is of live mode, but the key is a test mode key"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_can_be_named_by_itself_by_prices_or_by_both() {
    let account = Account::open().await;
    let year = account.get("prices?lookup_keys[]=prod_demo_pro_year").await["data"][0]["id"].clone();
    let year = year.as_str().unwrap();
    let pro = "prices = [\"prod_demo_pro_month\", \"prod_demo_pro_year\"]";
    assert_eq!(account.run(&["portal", "apply", "--yes"]).status, 0);
    for new in [
        "product = \"prod_demo_pro\"".to_owned(),
        format!("prices = [\"prod_demo_pro_month\", \"{year}\"]"),
        format!("product = \"prod_demo_pro\"\nprices = [\"{year}\", \"prod_demo_pro_month\"]"),
    ] {
        account.edit(pro, &new);
        assert_eq!(account.run(&["portal", "plan"]).status, 0, "the same, said otherwise: {new}");
        account.edit(&new, pro);
    }
}
