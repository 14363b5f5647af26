//! Which subscriptions are plans of this site. One Stripe account can serve several services, and whoever pays for
//! another one can buy here like anybody else.
//!
//! A subscription is a plan unless everything in it is known to be something else: a product that is mirrored and has
//! no metadata `portal_order`. What is not known counts as a plan, since nobody must be sold a second one by mistake.
//! docs/ACCOUNT.md tells the owner of the account.

use std::collections::HashSet;

use super::{known::Subscribed, offers::ORDER};
use crate::server::db::entity::product;

/// The ids of products that are no plans.
#[derive(Clone, Debug, Default)]
pub struct OtherProducts(HashSet<String>);

impl OtherProducts {
    /// Those among these products.
    pub(super) fn among(products: &[product::Model]) -> Self {
        let others = products.iter().filter(|product| product.raw["metadata"][ORDER].as_str().is_none());
        Self(others.map(|product| product.id.clone()).collect())
    }

    /// Whether the product is one of them.
    pub(super) fn contains(&self, product_id: &str) -> bool {
        self.0.contains(product_id)
    }

    /// Whether it is a plan.
    pub(super) fn is_plan(&self, (_, items): &Subscribed) -> bool {
        items.is_empty() || items.iter().any(|item| !self.contains(&item.product_id))
    }
}
