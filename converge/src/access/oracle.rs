//! What an account may use, by Stripe's objects alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    plan::{all, quantities, rank, verdict},
    policy::Policy,
};
use crate::{Outcome, stripe::Stripe};

/// Everything that answers are made of, at one moment.
pub struct Oracle {
    state: Value,
    products: BTreeMap<String, Sold>,
    policy: &'static Policy,
    now: i64,
}

/// What is sold with a product: the features, and how much of each, if there is a limit.
#[derive(Default)]
struct Sold {
    features: Vec<String>,
    limits: BTreeMap<String, Limit>,
    is_active: bool,
}

#[derive(Clone, Copy)]
struct Limit {
    amount: u64,
    per_unit: bool,
}

/// What has to be answered.
#[derive(Debug, PartialEq, Eq)]
pub struct Expected {
    pub standing: String,
    /// Whether each feature is granted, and how much of it, if there is a limit.
    pub features: BTreeMap<String, (bool, Option<u64>)>,
}

impl Oracle {
    /// Looks at everything. Call it when there are no faults.
    pub async fn look(stripe: &Stripe, policy: &'static Policy) -> Outcome<Self> {
        let state = stripe.state().await?;
        let mut products = BTreeMap::new();
        for product in all(&state, "products") {
            let id = product["id"].as_str().unwrap_or_default();
            products.insert(id.to_owned(), sold(product, stripe.features(id).await?));
        }
        Ok(Self { state, products, policy, now: clock::now_seconds() })
    }

    /// What the account of this customer may use.
    pub fn expected(&self, customer: &str) -> Expected {
        let is_alive = |it: &&Value| it["id"] == customer && it["deleted"] != true;
        let is_there = all(&self.state, "customers").any(|it| is_alive(&it));
        let own = all(&self.state, "subscriptions").filter(|it| is_there && it["customer"] == customer);
        let mut subscriptions: Vec<&Value> = own.collect();
        subscriptions.sort_by_key(|it| rank(it));
        let mut standing = None;
        // What is sold or free is always answered.
        let mut features: BTreeMap<String, (bool, Option<u64>)> = BTreeMap::new();
        let sold = self.products.values().filter(|product| product.is_active).flat_map(|product| &product.features);
        features.extend(sold.map(|feature| (feature.clone(), (false, None))));
        for (feature, limit) in self.policy.free {
            grant(&mut features, feature, true, *limit);
        }
        for subscription in subscriptions {
            let (its_own, grants) = verdict(subscription, &self.state, self.policy, self.now);
            standing.get_or_insert(its_own);
            for (id, quantity) in quantities(subscription) {
                let Some(product) = self.products.get(&id) else { continue };
                for feature in &product.features {
                    let limit = product.limits.get(feature);
                    let limit = limit.map(|it| if it.per_unit { it.amount * quantity.unwrap_or(1) } else { it.amount });
                    grant(&mut features, feature, grants, limit);
                }
            }
        }
        Expected { standing: standing.unwrap_or("none").to_owned(), features }
    }
}

/// The union: whoever has it twice has the higher limit, and none if one of them has none.
fn grant(features: &mut BTreeMap<String, (bool, Option<u64>)>, feature: &str, grants: bool, limit: Option<u64>) {
    let known = features.entry(feature.to_owned()).or_default();
    if !grants {
        return;
    }
    *known = match *known {
        (true, known) => (true, known.zip(limit).map(|(known, limit)| known.max(limit))),
        (false, _) => (true, limit),
    };
}

/// Stripe's features, else those in the metadata.
fn sold(product: &Value, of_stripe: Vec<String>) -> Sold {
    let metadata = &product["metadata"];
    let listed = metadata["features"].as_str().unwrap_or_default().split(',').map(str::trim);
    let listed = || listed.clone().filter(|key| !key.is_empty()).map(str::to_owned).collect();
    let features: Vec<String> = if of_stripe.is_empty() { listed() } else { of_stripe };
    let limit = |feature: &String| Some((feature.clone(), read_limit(metadata[format!("limit.{feature}")].as_str()?)?));
    Sold { limits: features.iter().filter_map(limit).collect(), features, is_active: product["active"] == true }
}

/// A whole number, or one for each unit. What is neither limits nothing.
fn read_limit(text: &str) -> Option<Limit> {
    let (amount, per_unit) = match text.split_once('*') {
        Some((amount, unit)) if unit.trim() == "quantity" => (amount, true),
        Some(_) => return None,
        None => (text, false),
    };
    Some(Limit { amount: amount.trim().parse().ok()?, per_unit })
}
