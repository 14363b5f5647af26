//! What cannot be had from Stripe.

use super::*;

#[tokio::test]
async fn objects_that_cannot_be_had_and_customers_that_nobody_knows() {
    let clinic = Clinic::open().await;
    clinic.app.leaves_jobs(["customer"]);
    let (bad, _) = clinic.stripe.subscriber("Pro").await;
    let (good, _) = clinic.stripe.subscriber("Team").await;
    clinic.app.linked("ada@example.com", &bad).await;
    clinic.app.linked("bob@example.com", &good).await;
    let trouble = |trouble| json!({ "troubles": { (bad.as_str()): trouble } });
    clinic.stripe.control("unkind", trouble(json!({ "kind": "garbage" }))).await;
    clinic.app.state.reconciler.run_passes().await.unwrap();
    clinic.app.work().await;
    clinic.finds(Level::Yellow, "sync", "1 objects could not be fetched from Stripe").await;
    clinic.finds(Level::Yellow, "sync", &format!("\ncustomer:{bad}, failed ")).await;

    clinic.app.linked("eve@example.com", "cus_elsewhere").await;
    sync(&clinic.app.state.billing.mirror, &clinic.app.state.billing.stripe, "cus_elsewhere").await.unwrap();
    clinic.finds(Level::Yellow, "sync", "does not know 1 of 3 customers: cus_elsewhere").await;
    clinic.stripe.control("unkind", trouble(json!(null))).await;
    clinic.stripe.control("account", json!({ "forgotten": true })).await;
    for customer in [&bad, &good] {
        sync(&clinic.app.state.billing.mirror, &clinic.app.state.billing.stripe, customer).await.unwrap();
    }
    let report = clinic.examine().await;
    let all = "does not know 3 of 3 customers";
    assert!(report.findings.iter().any(|it| it.level == Level::Red && it.what.contains(all)), "{report:#?}");
}

#[tokio::test]
async fn a_product_that_cannot_be_had_stops_no_examination() {
    let clinic = Clinic::open().await;
    for kind in [json!({ "kind": "error", "status": 500 }), json!({ "kind": "garbage" })] {
        clinic.stripe.control("unkind", json!({ "troubles": { "prod_pro": kind } })).await;
        let report = clinic.examine().await;
        let found = |words: &str| report.findings.iter().any(|finding| finding.what.contains(words));
        assert!(found("Stripe accepts the key") && found("every event that is handled"), "{kind}: {report:#?}");
        assert!(found("portal.toml:9: ") && found("prod_pro cannot be fetched from Stripe"), "{kind}: {report:#?}");
    }
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_said() {
    let clinic = Clinic::open().await;
    let recorded = installation::load(&clinic.app.state.db).await.unwrap().unwrap();
    let configuration = recorded.portal_configuration.unwrap();
    for (id, check, words) in [
        (clinic.endpoint().await, "webhook", "the endpoint could not be checked"),
        (configuration, "portal", "the portal's configuration could not be checked"),
    ] {
        clinic.stripe.control("unkind", json!({ "troubles": { (id.as_str()): { "kind": "garbage" } } })).await;
        clinic.finds(Level::Yellow, check, words).await;
        clinic.stripe.control("unkind", json!({ "troubles": { (id.as_str()): null } })).await;
    }
    assert_eq!(clinic.examine().await.verdict(), Level::Green);
}
