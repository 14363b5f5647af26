//! Which subscriptions are plans of this site. One Stripe account can serve several services, and a
//! customer of another service can still buy here.
//!
//! A subscription is a plan unless all its products are known not to be: mirrored, without the
//! metadata `portal_order`. An unknown product counts as a plan, so that nobody is sold a second
//! plan by mistake. docs/ACCOUNT.md explains this to the account's owner.

use std::collections::HashSet;

use mirror::entity::product;

use crate::{offers::ORDER, subscription::SubscriptionWithItems};

/// The ids of products that are not plans.
#[derive(Clone, Debug, Default)]
pub struct OtherProducts(HashSet<String>);

impl FromIterator<String> for OtherProducts {
    fn from_iter<I: IntoIterator<Item = String>>(ids: I) -> Self {
        Self(ids.into_iter().collect())
    }
}

impl OtherProducts {
    /// The products among these that are not plans.
    pub fn among(products: &[product::Model]) -> Self {
        let others = products.iter().filter(|product| product.raw["metadata"][ORDER].as_str().is_none());
        Self(others.map(|product| product.id.clone()).collect())
    }

    /// Whether the product is one of them.
    pub fn contains(&self, product_id: &str) -> bool {
        self.0.contains(product_id)
    }

    /// Whether it is a plan.
    pub(crate) fn is_plan(&self, SubscriptionWithItems { items, .. }: &SubscriptionWithItems) -> bool {
        items.is_empty() || items.iter().any(|item| !self.contains(&item.product_id))
    }
}
