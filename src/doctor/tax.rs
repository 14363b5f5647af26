//! Checks Stripe Tax, if Checkout is to calculate tax: without it no session can be created.

use database::Database;
use portal_config::recorded_checkout;

use crate::doctor::{
    finding::Finding,
    installation::{Account, Installation},
    tax_settings::RetrieveTaxSettings,
};

const CHECK: &str = "tax";

pub(super) async fn check(
    installation: &Installation,
    account: &Account,
    db: Option<&Database>,
    findings: &mut Vec<Finding>,
) {
    if !is_wanted(installation, db).await {
        return;
    }
    let settings = match account.stripe.send(&RetrieveTaxSettings).await {
        Ok(answer) => answer.value,
        // The check of the key does not ask for this permission, which only this check needs.
        Err(error) if error.kind.is_denied() => {
            let what = format!("it could not be checked whether Stripe Tax is set up: {error}");
            let remedy = "run the doctor with another key, or let this one read tax settings, at \
                          https://dashboard.stripe.com/apikeys";
            findings.push(Finding::yellow(CHECK, what, remedy));
            return;
        }
        Err(error) => {
            findings.extend(Finding::unread(CHECK, "Stripe Tax", &error));
            return;
        }
    };
    findings.push(if settings.is_active() {
        Finding::green(CHECK, "Stripe Tax is set up, as automatic_tax needs")
    } else {
        let missing = match settings.missing() {
            [] => String::new(),
            fields => format!(", missing: {}", fields.join(", ")),
        };
        let what = format!(
            "customers cannot buy: automatic_tax is on, and Stripe Tax is not set up (status {}{missing})",
            settings.status
        );
        let remedy = "set it up at https://dashboard.stripe.com/settings/tax (test mode: /test/settings/tax), or set \
                      checkout.automatic_tax to false in portal.toml and apply it";
        Finding::red(CHECK, what, remedy)
    });
}

/// Whether the servers do it now, or will when the file is applied. What cannot be read here, other checks report.
async fn is_wanted(installation: &Installation, db: Option<&Database>) -> bool {
    let recorded = match db {
        Some(db) => recorded_checkout(db).await.is_ok_and(|options| options.automatic_tax),
        None => false,
    };
    recorded || portal_config::read(&installation.file).is_ok_and(|read| read.file.checkout.automatic_tax)
}
