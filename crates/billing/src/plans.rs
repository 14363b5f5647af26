//! Which subscriptions are plans of this site. One Stripe account can serve several services, and whoever pays for
//! another one can buy here like anybody else.
//!
//! A subscription is a plan unless everything in it is known to be something else: a product that is mirrored and has
//! no metadata `portal_order`. What is not known counts as a plan, since nobody must be sold a second one by mistake.
//! docs/ACCOUNT.md tells the owner of the account.

use std::collections::HashSet;

use mirror::entity::product;

use crate::{offers::ORDER, subscription::SubscriptionWithItems};

/// The ids of products that are no plans.
#[derive(Clone, Debug, Default)]
pub struct OtherProducts(HashSet<String>);

impl OtherProducts {
    /// Those among these products.
    pub(crate) fn among(products: &[product::Model]) -> Self {
        let others = products.iter().filter(|product| product.raw["metadata"][ORDER].as_str().is_none());
        Self(others.map(|product| product.id.clone()).collect())
    }

    /// Whether the product is one of them.
    pub(crate) fn contains(&self, product_id: &str) -> bool {
        self.0.contains(product_id)
    }

    /// Whether it is a plan.
    pub(crate) fn is_plan(&self, SubscriptionWithItems { items, .. }: &SubscriptionWithItems) -> bool {
        items.is_empty() || items.iter().any(|item| !self.contains(&item.product_id))
    }
}
