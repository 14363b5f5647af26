//! The form of the page, as a browser sends it.

use crate::pages::card_form::CardForm;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is typed on the page.
#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub promotion_code: String,
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub line1: String,
    #[serde(default)]
    pub postal_code: String,
    #[serde(default)]
    pub city: String,
    #[serde(default)]
    pub tax_id: String,
    #[serde(default)]
    terms: String,
    /// The button that was pressed.
    #[serde(default)]
    action: String,
    #[serde(flatten)]
    pub card: CardForm,
    /// The quantities, and everything else.
    #[serde(flatten)]
    pub more: BTreeMap<String, String>,
}

impl Typed {
    pub fn accepts_terms(&self) -> bool {
        self.terms == "accepted"
    }

    /// Only what is due is to be reckoned anew.
    pub fn is_update(&self) -> bool {
        self.action == "update"
    }
}
