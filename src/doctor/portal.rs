//! Checks the portal: it can be opened, it matches the file, and the links into it work.

use database::Database;
use mirror::installation;
use portal_config::{InForce, Portal, PortalConfigError};

use crate::doctor::{
    finding::Finding,
    installation::{Account, Installation},
};

const CHECK: &str = "portal";
const APPLY: &str = "run `customer-portal portal apply`";

pub(super) async fn check(
    installation: &Installation,
    account: &Account,
    db: Option<&Database>,
    findings: &mut Vec<Finding>,
) {
    let is_in_step = check_file(installation, account, db, findings).await;
    let recorded = match db {
        Some(db) => installation::load(db).await.ok().flatten().and_then(|row| row.portal_configuration),
        None => None,
    };
    if let (Some(set), Some(recorded)) = (&installation.portal_configuration, &recorded)
        && set != recorded
    {
        let what = format!("STRIPE_PORTAL_CONFIGURATION names {set}, but `portal apply` made {recorded}");
        findings.push(Finding::yellow(CHECK, what, "unset STRIPE_PORTAL_CONFIGURATION"));
    }
    let id = installation.portal_configuration.clone().or(recorded);
    match portal_config::in_force(&account.stripe, id.as_deref()).await {
        Ok(Some(configuration)) if configuration.is_active => {
            check_links(&configuration, findings);
            check_pause(installation, &configuration, is_in_step, findings);
        }
        Ok(Some(configuration)) => {
            let what = format!("customers cannot open the portal: {} is not active", configuration.id);
            findings.push(Finding::red(CHECK, what, APPLY));
        }
        Ok(None) => findings.push(Finding::red(CHECK, "customers cannot open the portal: it is not configured", APPLY)),
        Err(error) if error.kind.is_missing() => {
            let what = "customers cannot open the portal: the configuration it is to use is not in this account";
            findings.push(Finding::red(CHECK, what, APPLY));
        }
        Err(error) => findings.extend(Finding::unread(CHECK, "the portal's configuration", &error)),
    }
}

/// Compares the file with Stripe's configuration.
async fn check_file(
    installation: &Installation,
    account: &Account,
    db: Option<&Database>,
    findings: &mut Vec<Finding>,
) -> bool {
    if !installation.file.exists() {
        let what =
            format!("there is no {}, so nobody notices when the portal's settings change", installation.file.display());
        findings.push(Finding::yellow(CHECK, what, "keep the portal's configuration as code: see the README"));
        return false;
    }
    let plan = match portal_config::read(&installation.file) {
        Ok(checked) => {
            let portal = Portal {
                stripe: account.stripe.clone(),
                db: db.cloned(),
                mode: account.key.mode(),
                site: installation.app_url.url().clone(),
                checked,
            };
            portal_config::plan(&portal).await
        }
        Err(error) => Err(error.into()),
    };
    match plan {
        Ok(plan) if plan.is_in_step() => {
            findings.push(Finding::green(CHECK, format!("it is in step with {}", installation.file.display())));
            return true;
        }
        Ok(plan) => {
            let what = match plan.configuration {
                None => format!("{} was never applied in {} mode", installation.file.display(), plan.mode),
                Some(_) if plan.is_portal_in_step() => {
                    format!("Checkout does not ask for what {} says", installation.file.display())
                }
                Some(id) => format!("{id} is not what {} says", installation.file.display()),
            };
            findings.push(Finding::yellow(CHECK, what, "look at `customer-portal portal plan`, then apply it"));
        }
        Err(PortalConfigError::File(error)) => {
            findings.push(Finding::red(CHECK, error.to_string(), format!("mend {}", installation.file.display())));
        }
        Err(PortalConfigError::Stripe(error)) => {
            findings.extend(Finding::unread(CHECK, "the difference from the file", &error));
        }
        // The check of the database reports these.
        Err(_) => {}
    }
    false
}

/// The account page links to these flows. The link of a disabled flow leads to the portal's home
/// page.
fn check_links(configuration: &InForce, findings: &mut Vec<Finding>) {
    let features = &configuration.features;
    let links = [
        ("payment_method_update", features.payment_method_update),
        ("subscription_cancel", features.subscription_cancel),
        ("subscription_update", features.subscription_update),
    ];
    let off: Vec<&str> = links.iter().filter(|(_, enabled)| !enabled).map(|(flow, _)| *flow).collect();
    findings.push(if off.is_empty() {
        Finding::green(CHECK, format!("customers get {}, and every link of the account page works", configuration.id))
    } else {
        let what = format!(
            "links of the account page lead only to the portal's home page, because these are off: {}",
            off.join(", ")
        );
        Finding::yellow(CHECK, what, "if that is a mistake, switch them on in portal.toml and apply it")
    });
}

/// Whether customers can pause a plan, if the file allows it. A file that is not applied yet is
/// reported by another check.
fn check_pause(installation: &Installation, configuration: &InForce, is_in_step: bool, findings: &mut Vec<Finding>) {
    let wanted =
        portal_config::read(&installation.file).is_ok_and(|read| read.file.features.subscription_pause.enabled);
    let (id, file) = (&configuration.id, installation.file.display());
    match configuration.features.subscription_pause {
        Some(false) if wanted && is_in_step => {
            let what = format!("customers cannot pause a plan, as {file} says: {id} does not offer it");
            findings.push(Finding::yellow(CHECK, what, "unset STRIPE_PORTAL_CONFIGURATION"));
        }
        None if wanted => {
            let what = format!("customers cannot pause a plan, as {file} says: this account's portal has no pausing");
            let remedy = "ask Stripe for the redesigned portal, or take features.subscription_pause out of the file";
            findings.push(Finding::yellow(CHECK, what, remedy));
        }
        Some(_) | None => {}
    }
}
