//! Features that customers can be entitled to, by a key of the owner's own.

use super::table::{Key, Kind};
use crate::params::Metadata;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EntitlementFeature {
    pub id: String,
    pub created: i64,
    /// One that is archived cannot be attached to products any more; what it is attached to keeps it.
    pub active: bool,
    pub lookup_key: String,
    pub name: String,
    pub metadata: Metadata,
}

impl Kind for EntitlementFeature {
    const NOUN: &'static str = "feature";
    const EVENTS: &'static str = "entitlements.feature";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("lookup_key", self.lookup_key.clone())]
    }
}
