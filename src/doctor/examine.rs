//! Runs every check, in the order in which to solve the problems.

use crate::doctor::{
    access, clock, customers, database, deliveries,
    finding::{Finding, Report},
    inbox,
    installation::Installation,
    key, mail, objects, oidc, portal, prices, signing, site, tax, webhook,
};

/// Runs every check. A check is skipped if something that it depends on is broken.
pub async fn examine(installation: &Installation) -> Report {
    let mut findings = Vec::new();
    for refusal in &installation.refusals {
        let what = format!("the server does not start: {refusal}");
        findings.push(Finding::red("settings", what, "change it in the environment or in .env"));
    }
    let account = key::check(installation, &mut findings).await;
    let db = database::check(installation, &mut findings).await;
    if let Some(account) = &account {
        clock::check(account, &mut findings).await;
        portal::check(installation, account, db.as_ref(), &mut findings).await;
        tax::check(installation, account, db.as_ref(), &mut findings).await;
        webhook::check(installation, account, &mut findings).await;
        if let Some(db) = &db {
            deliveries::check(account, db, &mut findings).await;
            prices::check(account, db, &mut findings).await;
            customers::check(db, account, &mut findings).await;
        }
    }
    if let Some(db) = &db {
        inbox::check(db, &mut findings).await;
        objects::check(db, &mut findings).await;
        access::check(installation, account.as_ref(), db, &mut findings).await;
        signing::check(installation, db, &mut findings).await;
    }
    mail::check(installation, db.as_ref(), &mut findings).await;
    oidc::check(installation, &mut findings).await;
    site::check(installation, account.as_ref(), &mut findings).await;
    Report { mode: account.map(|account| account.key.mode()), findings }
}
