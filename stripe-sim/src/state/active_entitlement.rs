//! What a customer is entitled to. It follows from subscriptions and the features of their products; it is kept so that
//! it has an id, a place in lists, and a before and after.

use super::table::{Key, Kind};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ActiveEntitlement {
    pub id: String,
    /// When the customer was entitled, the last time.
    pub created: i64,
    pub customer: String,
    pub feature: String,
    /// Without, there is no such entitlement; the next one to the same feature takes its place.
    pub active: bool,
}

impl ActiveEntitlement {
    pub fn new(customer: &str, feature: &str, now: i64) -> Self {
        let (customer, feature) = (customer.to_owned(), feature.to_owned());
        Self { id: Self::id_of(&customer, &feature), created: now, customer, feature, active: true }
    }

    /// The same for the same customer and feature, always.
    fn id_of(customer: &str, feature: &str) -> String {
        let own = |id: &str| id.split_once('_').map_or(id, |(_, own)| own).to_owned();
        format!("ent_{}{}", own(feature), own(customer))
    }
}

impl Kind for ActiveEntitlement {
    const NOUN: &'static str = "active entitlement";
    const EVENTS: &'static str = "entitlements.active_entitlement";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        let customer = self.active.then(|| ("customer", self.customer.clone()));
        customer.into_iter().collect()
    }
}
