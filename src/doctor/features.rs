//! The features at Stripe, as far as the doctor needs them. Async-stripe has them in a crate of their own, most of it about
//! what nobody reads here.

use std::{collections::BTreeMap, pin::pin};

use futures::TryStreamExt;
use serde::Deserialize;
use stripe::StripeError;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::doctor::installation::Account;

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

/// The lookup keys of the features.
///
/// # Errors
/// When Stripe does not tell them.
pub(super) async fn lookup_keys(account: &Account) -> Result<Vec<String>, StripeError> {
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
