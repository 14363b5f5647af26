//! What accounts may use: the products' metadata, the features at Stripe, the policy and its file, and revisions.

use ::access::Policy;
use customer_portal::{
    account::create_account,
    account_access::{Former, NewGrant, apply_policy, grant, run_due},
};

use super::*;

impl Clinic {
    async fn mirror_again(&self) {
        let state = &self.app.state;
        mirror_catalog(&state.billing.mirror, &state.billing.stripe).await.unwrap();
    }

    async fn policy(&self, text: &str) {
        let policy: Policy = ::access::parse("access.toml".as_ref(), text.to_owned()).unwrap().file;
        apply_policy(&self.app.state.db, &policy, Former::Any).await.unwrap();
    }
}

#[tokio::test]
async fn metadata_without_effect() {
    let clinic = Clinic::open().await;
    let form = [
        ("name", "Team"),
        ("metadata[features]", "sso"),
        ("metadata[limit.sso]", "5 seats"),
        ("metadata[limit.projects]", "3"),
    ];
    clinic.stripe.post("products", &form).await;
    clinic.mirror_again().await;
    clinic.finds(Level::Yellow, "access", "(Team), limit.sso: \"5 seats\" is no limit").await;
    clinic.finds(Level::Yellow, "access", "(Team), limit.projects: the product has no such feature").await;
    clinic.finds(Level::Yellow, "access", "has no effect in 2 places").await;
}

#[tokio::test]
async fn a_feature_at_stripe_that_nobody_can_buy() {
    let clinic = Clinic::open().await;
    let feature = clinic.stripe.post("entitlements/features", &[("lookup_key", "sso"), ("name", "SSO")]).await;
    clinic.finds(Level::Yellow, "access", "no product has these features at Stripe, so nobody can buy them: sso").await;
    let id = feature["id"].as_str().unwrap();
    clinic.stripe.post("products/prod_pro/features", &[("entitlement_feature", id)]).await;
    clinic.mirror_again().await;
    let report = clinic.examine().await;
    assert_eq!(report.verdict(), Level::Green, "{report:#?}");
    let green = "each of the 1 features at Stripe can be had";
    assert!(report.findings.iter().any(|finding| finding.what == green), "{report:#?}");

    clinic.fault("/v1/entitlements/features", 500).await;
    clinic.finds(Level::Yellow, "access", "which features there are could not be checked").await;
}

#[tokio::test]
async fn a_policy_with_a_slip() {
    let mut clinic = Clinic::open().await;
    let text = "free = [\"projects\"]\n[features.projects]\nname = \"Projects\"\n[features.ssso]\nname = \"SSO\"\n";
    clinic.installation.access_file = clinic.app.write("access.toml", text);
    clinic.finds(Level::Yellow, "access", "access.toml is not the policy that holds").await;
    clinic.policy(text).await;
    let words = "the policy names features that nobody has, free, by a product or granted: ssso";
    clinic.finds(Level::Yellow, "access", words).await;
    clinic.policy("free = [\"projcts\"]\n").await;
    clinic.finds(Level::Yellow, "access", "everybody has features that nothing else names: projcts").await;
    clinic.policy(text).await;
    let report = clinic.examine().await;
    assert!(report.findings.iter().any(|finding| finding.what.ends_with("access.toml says")), "{report:#?}");
    clinic.app.write("access.toml", "[standing]\ntrailing = true\n");
    clinic.finds(Level::Yellow, "access", "access.toml:2: standing.trailing: unknown field").await;
}

#[tokio::test]
async fn a_feature_that_is_only_granted_is_no_slip() {
    let mut clinic = Clinic::open().await;
    let feature = [("lookup_key", "beta"), ("name", "Beta")];
    clinic.stripe.post("entitlements/features", &feature).await;
    let text = "[features.beta]\nname = \"Beta\"\n";
    clinic.installation.access_file = clinic.app.write("access.toml", text);
    clinic.policy(text).await;
    clinic.finds(Level::Yellow, "access", "so nobody can buy them: beta").await;
    clinic.finds(Level::Yellow, "access", "the policy names features that nobody has").await;
    let db = &clinic.app.state.db;
    let account = create_account(db, None, None).await.unwrap();
    let beta = NewGrant { feature: "beta".parse().unwrap(), limit: None, until: None, reason: "a friend".to_owned() };
    grant(db, &account, &beta).await.unwrap();
    run_due(db, &clinic.app.state.rules).await.unwrap();
    let report = clinic.examine().await;
    assert_eq!(report.verdict(), Level::Green, "{report:#?}");
}

#[tokio::test]
async fn revisions_that_nobody_moves() {
    let clinic = Clinic::open().await;
    let state = &clinic.app.state;
    create_account(&state.db, None, None).await.unwrap();
    clinic.finds(Level::Yellow, "access", "the revisions of 1 accounts are behind").await;
    run_due(&state.db, &state.rules).await.unwrap();
    let report = clinic.examine().await;
    assert_eq!(report.verdict(), Level::Green, "{report:#?}");
}
