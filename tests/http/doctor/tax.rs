//! Stripe Tax, when Checkout is to calculate tax.

use super::*;

const TAXED: &str = "[checkout]\nautomatic_tax = true\n";

#[tokio::test]
async fn tax_that_is_to_be_calculated_and_cannot_be() {
    let clinic = Clinic::open().await;
    let is_told = |report: &Report| report.findings.iter().any(|finding| finding.check == "tax");
    clinic.stripe.control("tax", json!({ "head_office": false })).await;
    assert!(!is_told(&clinic.examine().await), "nobody wants it");

    // Before the file is applied too.
    clinic.app.write("portal.toml", &format!("{FILE}{TAXED}"));
    clinic.finds(Level::Red, "tax", "Stripe Tax is not set up (status pending, missing: head_office)").await;
    clinic.apply().await;
    clinic.app.write("portal.toml", FILE);
    clinic.finds(Level::Red, "tax", "customers cannot buy").await;

    clinic.app.write("portal.toml", &format!("{FILE}{TAXED}"));
    clinic.stripe.control("tax", json!({ "head_office": true })).await;
    let report = clinic.examine().await;
    assert!(report.verdict() == Level::Green && is_told(&report), "{report:#?}");

    clinic.fault("/v1/tax/settings", 403).await;
    clinic.finds(Level::Yellow, "tax", "could not be checked whether Stripe Tax is set up").await;
    clinic.stripe.forget_faults().await;
    clinic.fault("/v1/tax/settings", 404).await;
    clinic.finds(Level::Yellow, "tax", "Stripe Tax could not be checked").await;
}

#[tokio::test]
async fn a_checkout_that_does_not_ask_for_what_the_file_says() {
    let clinic = Clinic::open().await;
    clinic.app.write("portal.toml", &format!("{FILE}[checkout]\npromotion_codes = true\n"));
    clinic.finds(Level::Yellow, "portal", "Checkout does not ask for what").await;
    clinic.apply().await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green);
}
