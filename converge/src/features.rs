//! What the company sells with its products: Stripe's features, and what the products' metadata says. Both change while
//! customers have them.

use std::collections::BTreeMap;

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use serde_json::Value;

use crate::{
    Outcome,
    stripe::{Stripe, id},
};

/// Stripe's features. `api` and `seats` are in the metadata of products, too.
const KEYS: [&str; 4] = ["api", "audit log", "seats", "sso"];

/// The metadata `features`, which counts where a product has none of Stripe's.
const LISTS: [&str; 4] = ["", "api", "seats, reports", "api,support,"];

/// The metadata `limit.…`; the last one is a slip.
const LIMITS: [&str; 5] = ["", "7", "5 * quantity", "3*quantity", "many"];

pub struct Features {
    /// Their ids by their keys.
    ids: BTreeMap<&'static str, String>,
    /// What is attached, by the product and the key: the ids by which it is detached.
    attached: BTreeMap<(String, &'static str), String>,
    changes: u64,
}

impl Features {
    pub async fn open(stripe: &Stripe) -> Outcome<Self> {
        let mut ids = BTreeMap::new();
        for key in KEYS {
            let feature = [("lookup_key", key), ("name", key)];
            ids.insert(key, id(&stripe.post("entitlements/features", &feature).await?)?);
        }
        Ok(Self { ids, attached: BTreeMap::new(), changes: 0 })
    }

    /// Attaches the feature to the product, or detaches it.
    pub async fn toggle(&mut self, stripe: &Stripe, product: &str, key: &'static str) -> Outcome<Value> {
        let path = format!("products/{product}/features");
        if let Some(attached) = self.attached.remove(&(product.to_owned(), key)) {
            return stripe.delete(&format!("{path}/{attached}")).await;
        }
        let feature = self.ids.get(key).map_or("", String::as_str);
        let made = stripe.post(&path, &[("entitlement_feature", feature)]).await?;
        self.attached.insert((product.to_owned(), key), id(&made)?);
        Ok(made)
    }

    /// Something else is sold with the product.
    pub async fn change(&mut self, stripe: &Stripe, random: &mut StdRng, product: &str) -> Outcome<Value> {
        let key = KEYS.choose(random).copied().unwrap_or_default();
        if random.random_ratio(2, 3) {
            self.toggle(stripe, product, key).await?;
        }
        // If nobody's entitlements change with a feature, no event tells of it before the night. Of metadata one does.
        self.changes += 1;
        let metadata = [
            (&*format!("metadata[limit.{key}]"), LIMITS.choose(random).copied().unwrap_or_default()),
            ("metadata[features]", LISTS.choose(random).copied().unwrap_or_default()),
            ("metadata[edition]", &self.changes.to_string()),
        ];
        stripe.post(&format!("products/{product}"), &metadata).await
    }
}
