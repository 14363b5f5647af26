//! Checks the features at Stripe: each is some product's. Async-stripe has them in a crate of their own, most of it about
//! what nobody reads here.

use std::{collections::BTreeMap, pin::pin};

use access::Catalog;
use futures::TryStreamExt;
use serde::Deserialize;
use stripe::StripeError;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::doctor::{
    access::{CHECK, named},
    finding::Finding,
    installation::Account,
};

/// The maximum number of pages, of 100 features each.
const PAGES: usize = 10;

/// `GET /v1/entitlements/features`: those that are not archived.
struct ListFeatures;

impl StripeRequest for ListFeatures {
    type Output = miniserde::json::Value;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/entitlements/features").query(&BTreeMap::from([("archived", "false")]))
    }
}

/// A key that may not read them is a finding about the key.
pub(super) async fn check(account: &Account, catalog: &Catalog, findings: &mut Vec<Finding>) {
    let keys = match lookup_keys(account).await {
        Ok(keys) => keys,
        Err(error) => {
            findings.extend(Finding::unread(CHECK, "which features there are", &error));
            return;
        }
    };
    if keys.is_empty() {
        return;
    }
    let is_had =
        |key: &str| catalog.products().any(|(_, product)| product.features.iter().any(|it| it.as_str() == key));
    let orphans: Vec<&str> = keys.iter().map(String::as_str).filter(|key| !is_had(key)).collect();
    findings.push(if orphans.is_empty() {
        Finding::green(CHECK, format!("products have each of the {} features at Stripe", keys.len()))
    } else {
        let what = format!("no product has these features at Stripe, so nobody can buy them: {}", named(&orphans));
        Finding::yellow(CHECK, what, "give a product the feature in Stripe's Dashboard, or archive it")
    });
}

async fn lookup_keys(account: &Account) -> Result<Vec<String>, StripeError> {
    #[derive(Deserialize)]
    struct Feature {
        lookup_key: String,
    }
    let mut keys = Vec::new();
    let mut pages = pin!(account.stripe.raw_pages(ListFeatures, None));
    for _ in 0..PAGES {
        let Some(page) = pages.try_next().await? else { break };
        let features = page.iter().filter_map(|object| serde_json::from_str::<Feature>(object.get()).ok());
        keys.extend(features.map(|feature| feature.lookup_key));
    }
    Ok(keys)
}
