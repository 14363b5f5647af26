//! Checks what accounts may use: products and policy say what they seem to, and every answer is computed by them.

use std::collections::HashSet;

use access::{Catalog, FeatureKey};
use database::Database;
use mirror::entity::product;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    account_access::{Rules, rules_of},
    doctor::{
        features::lookup_keys,
        finding::Finding,
        installation::{Account, Installation},
    },
    entity::account_access,
};

const CHECK: &str = "access";

/// The maximum number of products or features that are named.
const NAMED: usize = 5;

/// Nothing is found where no product has features and there is no policy.
pub(super) async fn check(
    installation: &Installation,
    account: Option<&Account>,
    db: &Database,
    findings: &mut Vec<Finding>,
) {
    let (rules, behind, unknown) = match read(db).await {
        Ok(read) => read,
        Err(error) => {
            findings.push(Finding::red(CHECK, format!("it cannot be read: {error}"), "check the database"));
            return;
        }
    };
    check_file(installation, &rules, findings);
    check_products(&rules.catalog, findings);
    check_policy(&rules, findings);
    // Of a product whose features were never read, any may be its own.
    if let (Some(account), 0) = (account, unknown) {
        check_features(account, &rules.catalog, findings).await;
    }
    if behind > 0 {
        let what = format!("the revisions of {behind} accounts are behind the rules that hold");
        let remedy = "the server moves them, in minutes if there are many: if this stays, check whether \
                      `customer-portal serve` runs on this database, and read its log";
        findings.push(Finding::yellow(CHECK, what, remedy));
    }
}

/// The rules, how many accounts are behind them, and of how many products the features were never read.
async fn read(db: &Database) -> Result<(Rules, u64, u64), DbErr> {
    let rules = db.snapshot(async |transaction| rules_of(transaction).await).await?;
    let behind = account_access::Entity::find().filter(account_access::Column::RulesVersion.lt(rules.version));
    let unknown = product::Entity::find().filter(product::Column::Features.is_null());
    let (behind, unknown) = (behind.count(db).await?, unknown.count(db).await?);
    Ok((rules, behind, unknown))
}

/// Compares the file with the policy that holds. Without a file nothing is to be compared.
fn check_file(installation: &Installation, rules: &Rules, findings: &mut Vec<Finding>) {
    let path = &installation.access_file;
    if !path.exists() {
        return;
    }
    let file = path.display();
    findings.push(match access::read(path) {
        Ok(checked) if checked.file == rules.policy => Finding::green(CHECK, format!("the policy is what {file} says")),
        Ok(_) => {
            let remedy = "look at `customer-portal access plan`, then run `customer-portal access apply`";
            Finding::yellow(CHECK, format!("{file} is not the policy that holds"), remedy)
        }
        Err(error) => Finding::yellow(CHECK, error.to_string(), format!("mend {file}")),
    });
}

fn check_products(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let mut problems: Vec<String> = catalog
        .products()
        .flat_map(|(id, product)| {
            product.problems.iter().map(move |problem| format!("\n{id} ({}), {problem}", product.name))
        })
        .collect();
    if problems.is_empty() {
        return;
    }
    problems.sort();
    let (count, more) = (problems.len(), if problems.len() > NAMED { "\n…" } else { "" });
    problems.truncate(NAMED);
    let what = format!("metadata of products has no effect in {count} places:{}{more}", problems.concat());
    findings.push(Finding::yellow(CHECK, what, "mend the metadata of these products in Stripe's Dashboard"));
}

/// Every feature may be free, whether a product has it or not; but one that is only named is most likely misspelled.
fn check_policy(Rules { policy, catalog, .. }: &Rules, findings: &mut Vec<Finding>) {
    let is_had = |feature| catalog.products().any(|(_, product)| product.features.contains(feature));
    let slips = policy.features.keys().filter(|feature| !policy.free.contains(feature) && !is_had(feature));
    let slips: Vec<&str> = slips.map(FeatureKey::as_str).collect();
    if !slips.is_empty() {
        let what = format!("the policy names features that are not free, and that no product has: {}", named(&slips));
        let remedy = "if it is a slip, mend access.toml, and run `customer-portal access apply`; else give a product \
                      the feature";
        findings.push(Finding::yellow(CHECK, what, remedy));
    }
}

/// Each feature at Stripe should be some product's. A key that may not read them is a finding about the key.
async fn check_features(account: &Account, catalog: &Catalog, findings: &mut Vec<Finding>) {
    let keys = match lookup_keys(account).await {
        Ok(keys) if keys.is_empty() => return,
        Ok(keys) => keys,
        Err(error) => {
            findings.extend(Finding::unread(CHECK, "which features there are", &error));
            return;
        }
    };
    let had: HashSet<&str> = catalog.products().flat_map(|(_, it)| &it.features).map(FeatureKey::as_str).collect();
    let orphans: Vec<&str> = keys.iter().map(String::as_str).filter(|key| !had.contains(key)).collect();
    findings.push(if orphans.is_empty() {
        Finding::green(CHECK, format!("products have each of the {} features at Stripe", keys.len()))
    } else {
        let what = format!("no product has these features at Stripe, so nobody can buy them: {}", named(&orphans));
        Finding::yellow(CHECK, what, "give a product the feature in Stripe's Dashboard, or archive it")
    });
}

/// The first of them.
fn named(features: &[&str]) -> String {
    let more = if features.len() > NAMED { ", …" } else { "" };
    let first: Vec<&str> = features.iter().take(NAMED).copied().collect();
    format!("{}{more}", first.join(", "))
}
