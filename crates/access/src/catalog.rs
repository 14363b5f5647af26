//! Which features the products have.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use billing::OtherProducts;
use mirror::entity::product;
use serde::Deserialize;

use crate::{feature_key::FeatureKey, limit::Rate};

/// The metadata of a product with the keys of its features, separated by commas, for accounts that do not use Stripe's
/// Entitlements.
const FEATURES: &str = "features";

/// What the keys of metadata with limits begin with; then comes the feature's key.
const LIMIT: &str = "limit.";

/// All products.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    products: HashMap<String, Product>,
    /// What Stripe calls the features.
    names: BTreeMap<FeatureKey, String>,
    /// The features of all products, archived ones included.
    all: HashSet<FeatureKey>,
    /// The features of active products.
    features: BTreeSet<FeatureKey>,
    /// Of these, those of products that can be bought here.
    sold: BTreeSet<FeatureKey>,
}

/// One product, as far as access is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Product {
    pub name: String,
    /// Whether Stripe sells it: else it is archived.
    pub is_active: bool,
    /// Whether it can be bought here now.
    pub is_offered: bool,
    /// Whether it is a plan of this site; see docs/ACCOUNT.md.
    pub is_plan: bool,
    /// In the order in which they are listed.
    pub features: Vec<FeatureKey>,
    pub limits: BTreeMap<FeatureKey, Rate>,
    /// What of its metadata could not be read. It grants nothing and limits nothing.
    pub problems: Vec<CatalogProblem>,
}

/// Metadata that cannot be read or has no effect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogProblem {
    #[error("features: {0:?} is no feature's key")]
    NoFeatureKey(String),
    #[error("{key}: {value:?} is no limit: write a whole number such as 5, or 5 * quantity")]
    NoLimit { key: String, value: String },
    #[error("{0}: the product has no such feature")]
    LimitOfNothing(String),
    #[error("features: {0:?} is not among the features that Stripe has for the product, which alone count")]
    BesideStripes(String),
}

/// One feature in the column `features` of a product.
#[derive(Deserialize)]
struct Listed {
    lookup_key: String,
    name: String,
}

impl Catalog {
    /// The catalog of these rows; `offered` are the ids of those that can be bought here.
    pub fn new(rows: impl IntoIterator<Item = product::Model>, offered: &HashSet<String>) -> Self {
        let mut catalog = Self::default();
        for row in rows {
            let (mut product, names) = read(&row);
            product.is_offered = offered.contains(&row.id);
            catalog.all.extend(product.features.iter().cloned());
            if product.is_active {
                catalog.features.extend(product.features.iter().cloned());
            }
            if product.is_offered {
                catalog.sold.extend(product.features.iter().cloned());
            }
            catalog.names.extend(names);
            catalog.products.insert(row.id, product);
        }
        catalog
    }

    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.get(id)
    }

    /// All products by their ids, in no order.
    pub fn products(&self) -> impl Iterator<Item = (&str, &Product)> {
        self.products.iter().map(|(id, product)| (id.as_str(), product))
    }

    /// What Stripe calls the feature, if it is Stripe's.
    pub fn name(&self, feature: &FeatureKey) -> Option<&str> {
        self.names.get(feature).map(String::as_str)
    }

    /// The features of active products.
    pub fn features(&self) -> &BTreeSet<FeatureKey> {
        &self.features
    }

    /// Whether any product has the feature, or had it when it was sold.
    pub fn has(&self, feature: &FeatureKey) -> bool {
        self.all.contains(feature)
    }

    /// The features that can be bought here.
    pub fn sold(&self) -> &BTreeSet<FeatureKey> {
        &self.sold
    }

    /// Those of these products that are not plans of this site.
    pub(crate) fn others<'a>(&self, ids: impl Iterator<Item = &'a str>) -> OtherProducts {
        ids.filter(|id| self.product(id).is_some_and(|product| !product.is_plan)).map(str::to_owned).collect()
    }
}

/// The product, and the names of its features.
fn read(row: &product::Model) -> (Product, Vec<(FeatureKey, String)>) {
    let metadata = &row.raw["metadata"];
    let listed: Vec<Listed> =
        row.features.as_ref().and_then(|features| Deserialize::deserialize(features).ok()).unwrap_or_default();
    let mut problems = Vec::new();
    let mut parse = |key: &str| match key.parse::<FeatureKey>() {
        Ok(key) => Some(key),
        Err(_) => {
            problems.push(CatalogProblem::NoFeatureKey(key.to_owned()));
            None
        }
    };
    let has_stripes = !listed.is_empty();
    let names: Vec<_> =
        listed.into_iter().filter_map(|Listed { lookup_key, name }| Some((parse(&lookup_key)?, name))).collect();
    let mut features: Vec<FeatureKey> = names.iter().map(|(key, _)| key.clone()).collect();
    let written = metadata[FEATURES].as_str().unwrap_or_default().split(',').map(str::trim);
    let written = written.filter(|key| !key.is_empty());
    if has_stripes {
        let without_effect = written.filter(|key| features.iter().all(|feature| feature.as_str() != *key));
        problems.extend(without_effect.map(|key| CatalogProblem::BesideStripes(key.to_owned())));
    } else {
        features = written.filter_map(&mut parse).collect();
    }
    let mut seen = BTreeSet::new();
    features.retain(|key| seen.insert(key.clone()));
    let mut limits = BTreeMap::new();
    for (key, value) in metadata.as_object().into_iter().flatten() {
        let (Some(feature), Some(value)) = (key.strip_prefix(LIMIT), value.as_str()) else { continue };
        match (features.iter().find(|known| known.as_str() == feature), value.parse()) {
            (None, _) => problems.push(CatalogProblem::LimitOfNothing(key.clone())),
            (_, Err(_)) => problems.push(CatalogProblem::NoLimit { key: key.clone(), value: value.to_owned() }),
            (Some(feature), Ok(rate)) => drop(limits.insert(feature.clone(), rate)),
        }
    }
    let product = Product {
        name: row.name.clone(),
        is_active: row.active,
        is_offered: false,
        is_plan: !OtherProducts::among(std::slice::from_ref(row)).contains(&row.id),
        features,
        limits,
        problems,
    };
    (product, names)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn product(features: serde_json::Value, metadata: serde_json::Value) -> Product {
        let row = product::Model {
            id: "prod_1".to_owned(),
            name: "Team".to_owned(),
            active: true,
            raw: json!({ "metadata": metadata }),
            features: Some(features).filter(|it| !it.is_null()),
            last_applied_fetch: 1,
        };
        read(&row).0
    }

    fn keys(product: &Product) -> Vec<&str> {
        product.features.iter().map(FeatureKey::as_str).collect()
    }

    #[test]
    fn features_are_stripes_or_those_in_the_metadata() {
        let stripes = json!([{ "lookup_key": "sso", "name": "Single sign-on" }]);
        let metadata = json!({ "features": "api, audit log,, api", "portal_order": "1" });
        let both = product(stripes, metadata.clone());
        assert_eq!(keys(&both), ["sso"]);
        let beside = ["api", "audit log", "api"].map(|key| CatalogProblem::BesideStripes(key.to_owned()));
        assert_eq!(both.problems, beside);
        let unusable = product(json!([{ "lookup_key": "a,b", "name": "A, B" }]), metadata.clone());
        assert!(unusable.features.is_empty(), "it has a feature of Stripe's, whose key cannot be used here");
        for none in [json!(null), json!([])] {
            let product = product(none, metadata.clone());
            assert_eq!(keys(&product), ["api", "audit log"]);
            assert!(product.is_plan && product.problems.is_empty());
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_stops_nothing() {
        let long = "x".repeat(81);
        let product = product(
            json!(null),
            json!({ "features": format!("api, {long}"), "limit.api": "many", "limit.sso": "5", "limit.": "1" }),
        );
        assert_eq!(keys(&product), ["api"]);
        assert!(product.limits.is_empty());
        let problems: Vec<_> = product.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(problems.iter().any(|it| it.starts_with("limit.api: \"many\" is no limit")), "{problems:?}");
        assert!(problems.contains(&"limit.sso: the product has no such feature".to_owned()), "{problems:?}");
    }
}
