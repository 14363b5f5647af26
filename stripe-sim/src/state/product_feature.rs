//! Features attached to products: who subscribes to the product is entitled to the feature.

use super::Entitled;
use super::table::{Key, Kind};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProductFeature {
    pub id: String,
    pub created: i64,
    pub product: String,
    pub feature: String,
}

impl Kind for ProductFeature {
    const NOUN: &'static str = "product feature";
    const EVENTS: &'static str = "product_feature";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("product", self.product.clone())]
    }

    fn entitles(&self) -> Option<Entitled> {
        Some(Entitled::SubscribersTo(self.product.clone()))
    }
}
