//! The price of one unit, which can be less than the currency's smallest unit.

use crate::model::money::Money;

/// An exact amount, from Stripe's `unit_amount_decimal`. Usage-based prices are often fractions of
/// a cent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitAmount {
    /// In trillionths of the currency's smallest unit.
    trillionths: i128,
    currency: String,
}

impl UnitAmount {
    /// Stripe's maximum number of decimals.
    pub const DECIMALS: u8 = 12;

    const ONE: i128 = 10_i128.pow(Self::DECIMALS as u32);

    /// Reads a decimal number of the currency's smallest unit, such as `0.5`; `None` for anything
    /// else.
    pub fn from_stripe(decimal: &str, currency: &str) -> Option<Self> {
        let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || fraction.len() > usize::from(Self::DECIMALS) || !is_number(whole) || !is_number(fraction)
        {
            return None;
        }
        let fraction: i128 = format!("{fraction:0<12}").parse().ok()?;
        let trillionths = whole.parse::<i128>().ok()?.checked_mul(Self::ONE)?.checked_add(fraction)?;
        Some(Self { trillionths, currency: currency.to_owned() })
    }

    /// In trillionths of the smallest unit, for comparison within one currency.
    pub fn trillionths(&self) -> i128 {
        self.trillionths
    }

    /// Three letters, in any case.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The same as [`Money`]; `None` if it is not a whole number of smallest units, or too large.
    pub fn money(&self) -> Option<Money> {
        let amount = i64::try_from(self.trillionths / Self::ONE).ok()?;
        (self.trillionths % Self::ONE == 0).then(|| Money { amount, currency: self.currency.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(decimal: &str) -> Option<UnitAmount> {
        UnitAmount::from_stripe(decimal, "usd")
    }

    #[test]
    fn reads_decimals_exactly_and_nothing_else() {
        assert_eq!(amount("1200").and_then(|amount| amount.money()).map(|money| money.amount), Some(1200));
        assert_eq!(amount("12.50").map(|amount| amount.trillionths()), Some(12_500_000_000_000));
        assert_eq!(amount("0.000000000001").map(|amount| amount.trillionths()), Some(1));
        assert_eq!(amount("0.5").and_then(|amount| amount.money()), None);
        for text in ["", ".5", "-1", "1e3", "1,5", "0.0000000000001", "NaN", &"9".repeat(60)] {
            assert_eq!(amount(text), None, "{text}");
        }
        assert_eq!(amount(&"9".repeat(25)).and_then(|amount| amount.money()), None, "more than there is");
    }
}
