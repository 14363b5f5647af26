//! Tax rates: those the account has made, and the few that tax is calculated with automatically.

use super::percent::Percent;
use super::table::Kind;

use crate::params::Metadata;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TaxRate {
    pub id: String,
    pub created: i64,
    pub active: bool,
    pub display_name: String,
    pub description: Option<String>,
    pub percentage: Percent,
    pub inclusive: bool,
    pub country: Option<String>,
    pub state: Option<String>,
    pub jurisdiction: Option<String>,
    pub tax_type: Option<String>,
    /// Of the automatic calculation, and in no list.
    pub automatic: bool,
    pub metadata: Metadata,
}

/// Country, state, name, type and percentage. Real rates are many more, and change.
const AUTOMATIC: [(&str, Option<&str>, &str, &str, i64); 16] = [
    ("AU", None, "GST", "gst", 100_000),
    ("CA", Some("ON"), "HST", "hst", 130_000),
    ("CH", None, "VAT", "vat", 81_000),
    ("DE", None, "VAT", "vat", 190_000),
    ("ES", None, "VAT", "vat", 210_000),
    ("FR", None, "VAT", "vat", 200_000),
    ("GB", None, "VAT", "vat", 200_000),
    ("IE", None, "VAT", "vat", 230_000),
    ("IT", None, "VAT", "vat", 220_000),
    ("JP", None, "JCT", "jct", 100_000),
    ("NL", None, "VAT", "vat", 210_000),
    ("NO", None, "VAT", "vat", 250_000),
    ("SE", None, "VAT", "vat", 250_000),
    ("US", Some("NY"), "Sales Tax", "sales_tax", 88_750),
    ("US", Some("TX"), "Sales Tax", "sales_tax", 82_500),
    ("US", Some("WA"), "Sales Tax", "sales_tax", 101_000),
];

impl TaxRate {
    /// The rates of the automatic calculation: for each place one that is added to a price, and one that is in it.
    pub fn automatic(now: i64) -> Vec<Self> {
        let places = AUTOMATIC.iter().flat_map(|place| [(place, false), (place, true)]);
        let rate =
            |((country, state, name, kind, percentage), inclusive): (&(&str, Option<&str>, &str, &str, i64), bool)| {
                Self {
                    id: automatic_id(country, *state, inclusive),
                    created: now,
                    active: true,
                    display_name: (*name).to_owned(),
                    description: None,
                    percentage: Percent::new(*percentage),
                    inclusive,
                    country: Some((*country).to_owned()),
                    state: state.map(ToOwned::to_owned),
                    jurisdiction: Some(state.unwrap_or(country).to_owned()),
                    tax_type: Some((*kind).to_owned()),
                    automatic: true,
                    metadata: Metadata::new(),
                }
            };
        places.map(rate).collect()
    }
}

pub(super) fn automatic_id(country: &str, region: Option<&str>, inclusive: bool) -> String {
    let region = region.unwrap_or("all");
    format!("txr_1Auto{country}{region}{}", if inclusive { "Inclusive" } else { "Exclusive" })
}

impl Kind for TaxRate {
    const NOUN: &'static str = "tax rate";
    const EVENTS: &'static str = "tax_rate";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}
