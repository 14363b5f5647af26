//! A discount as it is stored.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A discount as it is stored in the column [`discounts`](crate::entity::subscription::Model).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// `di_…`
    pub id: String,
    /// A percentage: "50", "33.33".
    pub percent_off: Option<String>,
    /// In the smallest unit of the currency.
    pub amount_off: Option<i64>,
    pub currency: Option<String>,
    /// Whether it is only for the next invoice.
    pub once: bool,
    /// When it ends, in Unix seconds.
    pub end: Option<i64>,
    /// `si_…`: the item to which it is limited.
    pub item: Option<String>,
}

impl Discount {
    /// Reads a discount whose coupon is expanded.
    pub(crate) fn of(raw: &Value, item: Option<&str>) -> Option<Self> {
        let coupon = &raw["source"]["coupon"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let percent_off = coupon["percent_off"].as_f64().map(|percent| percent.to_string());
        let amount_off = coupon["amount_off"].as_i64();
        (percent_off.is_some() || amount_off.is_some()).then_some(())?;
        Some(Self {
            id: text(&raw["id"])?,
            percent_off,
            amount_off,
            currency: text(&coupon["currency"]),
            once: coupon["duration"] == "once",
            end: raw["end"].as_i64(),
            item: item.map(str::to_owned),
        })
    }
}
