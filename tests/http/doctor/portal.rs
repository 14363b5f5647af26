//! The portal configuration, and the prices beside it.

use super::*;

#[tokio::test]
async fn a_portal_that_drifted_is_broken_or_cannot_be_opened() {
    let mut clinic = Clinic::open().await;
    let id = installation::load(&clinic.app.state.db).await.unwrap().unwrap().portal_configuration.unwrap();
    let edit = async |body| clinic.stripe.control(&format!("objects/{id}"), body).await;
    edit(json!({ "business_profile": { "headline": "By hand" } })).await;
    clinic.finds(Level::Yellow, "portal", "is not what").await;
    edit(
        json!({ "business_profile": { "headline": "" }, "features": { "subscription_cancel": { "enabled": false } } }),
    )
    .await;
    clinic.finds(Level::Yellow, "portal", "because these are off: subscription_cancel").await;
    edit(json!({ "active": false })).await;
    clinic.finds(Level::Red, "portal", "is not active").await;
    edit(json!({ "active": true, "features": { "subscription_cancel": { "enabled": true } } })).await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green);

    clinic.app.write("portal.toml", "name = 7\n");
    clinic.finds(Level::Red, "portal", "portal.toml:1: name").await;
    clinic.app.write("portal.toml", &format!("key = \"new\"\n{FILE}"));
    clinic.finds(Level::Yellow, "portal", "was never applied in test mode").await;
    clinic.installation.file.set_file_name("nowhere.toml");
    clinic.finds(Level::Yellow, "portal", "nobody notices").await;
    clinic.installation.file = clinic.app.write("portal.toml", FILE);

    let default = clinic.stripe.default_configuration().await;
    clinic.installation.portal_configuration = Some(default);
    clinic.finds(Level::Yellow, "portal", "but `portal apply` made").await;
    clinic.installation.portal_configuration = Some("bpc_gone".to_owned());
    clinic.finds(Level::Red, "portal", "is not in this account").await;
}

#[tokio::test]
async fn a_portal_in_which_no_plan_can_be_paused_although_the_file_says_so() {
    let mut clinic = Clinic::open().await;
    let file = format!("{FILE}[features.subscription_pause]\nenabled = true\n");
    clinic.app.write("portal.toml", &file);
    clinic.finds(Level::Yellow, "portal", "is not what").await;
    clinic.apply().await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green);
    clinic.installation.portal_configuration = Some(clinic.stripe.default_configuration().await);
    clinic.finds(Level::Yellow, "portal", "does not offer it").await;
    clinic.installation.portal_configuration = None;
    for older in [Older::RefusesVersion, Older::IgnoresVersion] {
        let base = older_account(&clinic.stripe.base(), older).await;
        clinic.behind(&base);
        clinic.finds(Level::Yellow, "portal", "this account's portal has no pausing").await;
    }
}

#[tokio::test]
async fn a_portal_that_nobody_configured() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.control("portal_configuration", json!({ "default": false })).await;
    let report = doctor::examine(&installation(&app, &stripe.base())).await;
    assert!(report.findings.iter().any(|finding| finding.what.ends_with("it is not configured")), "{report:#?}");
}

#[tokio::test]
async fn prices_that_are_shown_and_not_sold() {
    let clinic = Clinic::open().await;
    let price = clinic.stripe.state().await["prices"][0]["id"].as_str().unwrap().to_owned();
    clinic.stripe.control(&format!("objects/{price}"), json!({ "active": false })).await;
    let report = clinic.examine().await;
    let found = |words: &str| report.findings.iter().any(|finding| finding.what.contains(words));
    assert!(found(&format!("does not sell: {price} (no longer active)")), "{report:#?}");
    // The file sells it too, and says where.
    assert!(found("portal.toml:9: features.subscription_update.products[0].product"), "{report:#?}");

    clinic.fault(&format!("/v1/prices/{price}"), 404).await;
    let app = TestApp::start(&clinic.stripe.base()).await;
    let report = doctor::examine(&installation(&app, &clinic.stripe.base())).await;
    assert!(report.findings.iter().any(|finding| finding.what == "the pricing page offers nothing"), "{report:#?}");
}

#[tokio::test]
async fn prices_that_cannot_be_sold_on_the_pricing_page() {
    let clinic = Clinic::open().await;
    let product = [("id", "prod_usage"), ("name", "Usage"), ("metadata[portal_order]", "2")];
    clinic.stripe.post("products", &product).await;
    let price = [
        ("product", "prod_usage"),
        ("currency", "usd"),
        ("recurring[interval]", "month"),
        ("billing_scheme", "tiered"),
        ("tiers_mode", "volume"),
        ("tiers[0][up_to]", "inf"),
        ("tiers[0][unit_amount]", "300"),
    ];
    let price = clinic.stripe.post("prices", &price).await["id"].as_str().unwrap().to_owned();
    mirror_catalog(&clinic.app.state.billing.mirror, &clinic.app.state.billing.stripe).await.unwrap();
    clinic
        .finds(Level::Yellow, "prices", &format!("leaves out prices that it cannot sell: {price} (it has tiers)"))
        .await;
}
