//! Features of products, below their products' addresses.
//!
//! Nobody is told that a feature is attached or detached but those whose entitlements change with it, and they at once.
//! Of Stripe only the shapes are known for sure: its guide says that existing subscriptions see such a change with their
//! next period, its reference does not.

use super::address::two_ids;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::Params;
use crate::render::Render;
use crate::state::{EntitlementFeature, Kind, Product, ProductFeature};
use crate::tx::Tx;
use serde_json::{Value, json};

pub(crate) fn create(tx: &mut Tx<'_>, product: &str, mut params: Params) -> Result<Value, Error> {
    let feature = params.required("entitlement_feature")?;
    params.done()?;
    tx.addressed::<Product>(product, "id")?;
    if !tx.mentioned::<EntitlementFeature>(&feature, "entitlement_feature")?.active {
        return Err(Error::refused_param("entitlement_feature", format!("The feature `{feature}` is archived.")));
    }
    let is_attached = tx.state().product_features.with("product", product).any(|it| it.feature == feature);
    if is_attached {
        return Err(Error::refused_param(
            "entitlement_feature",
            format!("The feature `{feature}` is already attached to this product."),
        ));
    }
    let id = ids::long("prodft");
    tx.insert_quietly(ProductFeature { id: id.clone(), created: tx.now(), product: product.to_owned(), feature });
    Ok(tx.render::<ProductFeature>(&id))
}

pub(crate) fn list(tx: &mut Tx<'_>, product: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::undated(&mut params)?;
    params.done()?;
    tx.addressed::<Product>(product, "id")?;
    let url = format!("/v1/products/{product}/features");
    page.within::<ProductFeature>(tx.state(), &url, Some(("product", product)), |_| true)
}

fn own<'a>(tx: &'a Tx<'_>, ids: &str) -> Result<&'a ProductFeature, Error> {
    let (product, id) = two_ids(ids);
    tx.addressed::<Product>(product, "product")?;
    match tx.addressed::<ProductFeature>(id, "id")? {
        attached if attached.product == product => Ok(attached),
        _ => {
            Err(Error::Missing { noun: ProductFeature::NOUN, id: id.to_owned(), param: "id".to_owned(), in_url: true })
        }
    }
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, ids: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(own(tx, ids)?.render(tx.state()))
}

pub(crate) fn delete(tx: &mut Tx<'_>, ids: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let id = own(tx, ids)?.id.clone();
    tx.remove::<ProductFeature>(&id);
    Ok(json!({ "id": id, "object": "product_feature", "deleted": true }))
}
