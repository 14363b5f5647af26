//! Products: what is sold.

use super::table::Kind;
use crate::params::Metadata;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Product {
    pub id: String,
    pub created: i64,
    pub updated: i64,
    pub active: bool,
    pub name: String,
    pub description: Option<String>,
    pub default_price: Option<String>,
    pub images: Vec<String>,
    pub marketing_features: Vec<String>,
    pub metadata: Metadata,
    pub shippable: Option<bool>,
    pub statement_descriptor: Option<String>,
    pub unit_label: Option<String>,
    pub url: Option<String>,
}

impl Product {
    /// A product of which nothing but its name is known.
    pub fn new(id: String, name: String, now: i64) -> Self {
        Self {
            id,
            created: now,
            updated: now,
            active: true,
            name,
            description: None,
            default_price: None,
            images: Vec::new(),
            marketing_features: Vec::new(),
            metadata: Metadata::new(),
            shippable: None,
            statement_descriptor: None,
            unit_label: None,
            url: None,
        }
    }
}

impl Kind for Product {
    const NOUN: &'static str = "product";
    const EVENTS: &'static str = "product";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}
