//! Checks what accounts may use: products and policy say what they seem to, and every answer is computed by them.

use std::collections::HashSet;

use access::{Catalog, FeatureKey};
use database::Database;
use mirror::entity::product;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::{
    account_access::{Rules, rules_of},
    doctor::{
        features::lookup_keys,
        finding::Finding,
        installation::{Account, Installation},
    },
    entity::{access_grant, account_access},
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
    let Read { rules, behind, unknown, granted } = match read(db).await {
        Ok(read) => read,
        Err(error) => {
            findings.push(Finding::red(CHECK, format!("it cannot be read: {error}"), "check the database"));
            return;
        }
    };
    check_file(installation, &rules, findings);
    check_products(&rules.catalog, findings);
    check_policy(&rules, &granted, findings);
    check_free(&rules, &granted, findings);
    // Of a product whose features were never read, any may be its own.
    if let (Some(account), 0) = (account, unknown) {
        check_features(account, &rules, &granted, findings).await;
    }
    if behind > 0 {
        let what = format!("the revisions of {behind} accounts are behind the rules that hold");
        let remedy = "the server moves them, in minutes if there are many: if this stays, check whether \
                      `customer-portal serve` runs on this database, and read its log";
        findings.push(Finding::yellow(CHECK, what, remedy));
    }
}

struct Read {
    rules: Rules,
    /// How many accounts are behind them.
    behind: u64,
    /// Of how many products the features were never read.
    unknown: u64,
    /// The features that accounts were ever granted. They need no product.
    granted: HashSet<String>,
}

async fn read(db: &Database) -> Result<Read, DbErr> {
    let rules = db.snapshot(async |transaction| rules_of(transaction).await).await?;
    let behind = account_access::Entity::find().filter(account_access::Column::RulesVersion.lt(rules.version));
    let unknown = product::Entity::find().filter(product::Column::Features.is_null());
    let granted = access_grant::Entity::find().select_only().column(access_grant::Column::Feature).distinct();
    let granted: Vec<String> = granted.into_tuple().all(db).await?;
    Ok(Read {
        rules,
        behind: behind.count(db).await?,
        unknown: unknown.count(db).await?,
        granted: granted.into_iter().collect(),
    })
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

/// One that is named in the policy, and that nobody has, is most likely misspelled.
fn check_policy(rules: &Rules, granted: &HashSet<String>, findings: &mut Vec<Finding>) {
    let had = had(rules, granted);
    let slips: Vec<&str> =
        rules.policy.features.keys().map(FeatureKey::as_str).filter(|it| !had.contains(it)).collect();
    if !slips.is_empty() {
        let what =
            format!("the policy names features that nobody has, free, by a product or granted: {}", named(&slips));
        let remedy = "if it is a slip, mend access.toml, and run `customer-portal access apply`; else give a product \
                      the feature, or grant it";
        findings.push(Finding::yellow(CHECK, what, remedy));
    }
}

/// What is free and named nowhere else is most likely misspelled, and everybody has it.
fn check_free(Rules { policy, catalog, .. }: &Rules, granted: &HashSet<String>, findings: &mut Vec<Finding>) {
    let is_named = |feature: &FeatureKey| {
        let is_had = catalog.products().any(|(_, product)| product.features.contains(feature));
        is_had || policy.features.contains_key(feature) || granted.contains(feature.as_str())
    };
    let slips = policy.free.iter().filter(|feature| !is_named(feature));
    let slips: Vec<&str> = slips.map(FeatureKey::as_str).collect();
    if !slips.is_empty() {
        let what = format!("everybody has features that nothing else names: {}", named(&slips));
        let remedy = "if it is a slip, mend `free` in access.toml, else name it there: `[features.<feature>]`; then run \
                      `customer-portal access apply`";
        findings.push(Finding::yellow(CHECK, what, remedy));
    }
}

/// The features that somebody may have: by a product, for free, or by a grant.
fn had<'a>(Rules { policy, catalog, .. }: &'a Rules, granted: &'a HashSet<String>) -> HashSet<&'a str> {
    let bought = catalog.products().flat_map(|(_, product)| &product.features);
    bought.chain(&policy.free).map(FeatureKey::as_str).chain(granted.iter().map(String::as_str)).collect()
}

/// Each feature at Stripe should be somebody's. A key that may not read them is a finding about the key.
async fn check_features(account: &Account, rules: &Rules, granted: &HashSet<String>, findings: &mut Vec<Finding>) {
    let keys = match lookup_keys(account).await {
        Ok(keys) if keys.is_empty() => return,
        Ok(keys) => keys,
        Err(error) => {
            findings.extend(Finding::unread(CHECK, "which features there are", &error));
            return;
        }
    };
    let had = had(rules, granted);
    let orphans: Vec<&str> = keys.iter().map(String::as_str).filter(|key| !had.contains(key)).collect();
    findings.push(if orphans.is_empty() {
        Finding::green(CHECK, format!("each of the {} features at Stripe can be had", keys.len()))
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
