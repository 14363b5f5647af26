//! The end: every answer is what follows from Stripe's objects, and stays the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    oracle::{Expected, Oracle},
    product::Product,
};
use crate::{Outcome, database::Database, stripe::Stripe};

/// The first account whose answer is another one is the error; not of customers that can never be read.
pub async fn check(
    product: &Product,
    database: &Database,
    stripe: &Stripe,
    unreadable: &BTreeSet<String>,
) -> Outcome<()> {
    let behind = "SELECT id FROM accounts WHERE id NOT IN \
                  (SELECT account_id FROM account_access, access_rules WHERE rules_version = version)";
    if let Some(behind) = database.rows(behind).await?.first() {
        return Err(format!("{}: its revision does not follow the rules yet", behind["id"]).into());
    }
    let oracle = Oracle::look(stripe, product.policy()).await?;
    for (customer, account) in database.accounts().await? {
        if unreadable.contains(&customer) {
            continue;
        }
        let expected = oracle.expected(&customer);
        let mut first: Option<String> = None;
        for server in product.servers().iter().chain(product.servers()) {
            let answer = product.ask(server, &account, false).await?;
            let answer = answer.ok_or_else(|| format!("{account}: {server} does not answer"))?;
            let found = answered(&answer.body);
            if found != expected {
                return Err(
                    format!("{account} ({customer}): the answer is {found:?}, and by Stripe {expected:?}").into()
                );
            }
            for former in product.others(&account, &answer.body) {
                if product.is_taken_for_present(server, &account, &former).await {
                    let present = &answer.etag;
                    return Err(
                        format!("{account}: {server} takes the former {former} for the present {present}").into()
                    );
                }
            }
            let known = first.get_or_insert_with(|| answer.etag.clone());
            if *known != answer.etag {
                return Err(format!("{account}: asked again, the ETag is {}, and was {known}", answer.etag).into());
            }
        }
    }
    Ok(())
}

/// What a server said.
pub fn answered(body: &Value) -> Expected {
    let feature = |about: &Value| (about["granted"] == true, about["limit"].as_u64());
    let features = body["features"].as_object().into_iter().flatten();
    let features: BTreeMap<_, _> = features.map(|(key, about)| (key.clone(), feature(about))).collect();
    Expected { standing: body["standing"].as_str().unwrap_or_default().to_owned(), features }
}
