//! The features of products, by Stripe's Entitlements. The answer about a product does not contain them: they are
//! another request for each product.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::pin,
};

use futures::TryStreamExt;
use miniserde::{Deserialize, json::Value};
use serde::Serialize;
use serde_json::json;
use stripe::{StripeClient, StripeError, few_at_once, path_segment};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_types::List;

use crate::{
    entity::product,
    error::SyncError,
    unreadable::{UnreadPart, Unreadable},
};

/// The maximum number of features that are read of a product.
const MOST: usize = 1000;

/// For as many products it is worth two requests to know whether the account has any feature.
const MANY: usize = 3;

/// The features of one product.
enum Features {
    Known(BTreeSet<Feature>),
    /// Stripe does not tell this key, or in this account. A retry would not help.
    Withheld(StripeError),
    Unreadable(Unreadable),
}

/// The fields that are read. In the order of the lookup keys: two archived ones may have the same.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
struct Feature {
    lookup_key: String,
    name: String,
}

#[derive(Deserialize)]
struct ProductFeature {
    entitlement_feature: Feature,
}

/// Reads the features of these products into their rows. Those that Stripe withholds stay unknown, and so do those
/// that cannot be read, which are returned by their products' ids.
///
/// # Errors
/// When Stripe does not answer.
pub async fn read(
    stripe: &StripeClient,
    products: Vec<&mut product::Model>,
) -> Result<BTreeMap<String, Unreadable>, SyncError> {
    let mut unreadable = BTreeMap::new();
    if products.len() >= MANY {
        match account_has_any(stripe).await {
            Ok(true) => {}
            Ok(false) => {
                for product in products {
                    product.features = Some(json!([]));
                }
                return Ok(unreadable);
            }
            Err(error) if is_withheld(&error) => {
                warn_of_withheld(&error);
                return Ok(unreadable);
            }
            // The products tell their own features.
            Err(error) if is_not_an_outage(stripe, &error).await => {}
            Err(error) => return Err(error.into()),
        }
    }
    let each = products.iter().map(|product| features(stripe, &product.id));
    let each = few_at_once(each.collect()).await?;
    let mut withheld = None;
    for (product, features) in products.into_iter().zip(each) {
        match features {
            Features::Known(features) => product.features = Some(json!(features)),
            Features::Withheld(error) => withheld = Some(error),
            Features::Unreadable(why) => drop(unreadable.insert(product.id.clone(), why)),
        }
    }
    // Once, because it is mostly the same for every product.
    if let Some(error) = withheld {
        warn_of_withheld(&error);
    }
    Ok(unreadable)
}

/// Whether the account has any feature, archived or not.
async fn account_has_any(stripe: &StripeClient) -> Result<bool, StripeError> {
    Ok(!stripe.send(&FirstFeature { archived: false }).await?.value.data.is_empty()
        || !stripe.send(&FirstFeature { archived: true }).await?.value.data.is_empty())
}

async fn features(stripe: &StripeClient, product: &str) -> Result<Features, SyncError> {
    let unreadable = |why| Features::Unreadable(Unreadable::of(UnreadPart::Features, Some(product.to_owned()), why));
    match list(stripe, product).await {
        Ok(Some(features)) => Ok(Features::Known(features)),
        Ok(None) => Ok(unreadable(None)),
        Err(error) if is_withheld(&error) => Ok(Features::Withheld(error)),
        Err(error) if is_not_an_outage(stripe, &error).await => Ok(unreadable(Some(&error))),
        Err(error) => Err(error.into()),
    }
}

/// The features of a product; `None` if one of them has another shape than it should: a list without it would take
/// away what was bought.
async fn list(stripe: &StripeClient, product: &str) -> Result<Option<BTreeSet<Feature>>, StripeError> {
    let mut features = BTreeSet::new();
    let mut pages = pin!(stripe.pages(FeaturesOf(product)));
    while let Some(page) = pages.try_next().await? {
        for listed in page {
            let Some(ProductFeature { entitlement_feature }) = listed.value else { return Ok(None) };
            if features.len() == MOST {
                tracing::warn!(stripe.product_id = product, "only {MOST} features of the product are mirrored");
                return Ok(Some(features));
            }
            features.insert(entitlement_feature);
        }
    }
    Ok(Some(features))
}

/// Whether the key lacks the permission, or the account or its version of the API has no entitlements.
fn is_withheld(error: &StripeError) -> bool {
    error.kind.is_denied() || error.kind.is_refusal()
}

async fn is_not_an_outage(stripe: &StripeClient, error: &StripeError) -> bool {
    error.kind.may_be_the_objects() && stripe.is_up().await.is_ok()
}

fn warn_of_withheld(error: &StripeError) {
    tracing::warn!(error = %error, "the features of products cannot be read; those that are known stay");
}

/// Our own requests: async-stripe's types read more of a feature, and any of it can fail.
struct FeaturesOf<'a>(&'a str);

impl StripeRequest for FeaturesOf<'_> {
    type Output = List<ProductFeature>;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, format!("/products/{}/features", path_segment(self.0)))
    }
}

struct FirstFeature {
    archived: bool,
}

#[derive(Deserialize)]
struct AnyFeatures {
    data: Vec<Value>,
}

impl StripeRequest for FirstFeature {
    type Output = AnyFeatures;

    fn build(&self) -> RequestBuilder {
        let archived = self.archived.to_string();
        let query = BTreeMap::from([("archived", archived.as_str()), ("limit", "1")]);
        RequestBuilder::new(StripeMethod::Get, "/entitlements/features").query(&query)
    }
}
