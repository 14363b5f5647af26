//! Amounts smaller than a currency's minor unit, exact to twelve decimal places as Stripe has them.

use serde::{Deserialize, Serialize};

const PLACES: usize = 12;
const ONE: i128 = 1_000_000_000_000;

/// In 10⁻¹² of the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Decimal(i128);

impl Decimal {
    pub fn whole(units: i64) -> Self {
        Self(i128::from(units) * ONE)
    }

    /// "12", "0.05": never negative.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |part: &str| part.chars().all(|letter| letter.is_ascii_digit());
        if whole.is_empty() || whole.len() > 18 || !is_digits(whole) || !is_digits(decimals) || decimals.len() > PLACES
        {
            return None;
        }
        format!("{whole}{decimals:0<PLACES$}").parse().ok().map(Self)
    }

    /// In whole minor units, where it is that.
    pub fn to_units(self) -> Option<i64> {
        (self.0 % ONE == 0).then(|| i64::try_from(self.0 / ONE).ok())?
    }

    /// So many of it, rounded half away from nothing.
    pub fn times(self, quantity: i64) -> i64 {
        let product = self.0.saturating_mul(i128::from(quantity));
        let rounded = (product.abs() + ONE / 2) / ONE;
        i64::try_from(rounded * product.signum()).unwrap_or(i64::MAX)
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = format!("{:0PLACES$}", self.0 % ONE);
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / ONE),
            decimals => write!(f, "{}.{decimals}", self.0 / ONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn decimals_are_exact() {
        let said = |text: &str| Decimal::parse(text).map(|it| (it.to_string(), it.times(3), it.to_units()));
        assert_eq!(said("0.50"), Some(("0.5".to_owned(), 2, None)));
        assert_eq!(said("12"), Some(("12".to_owned(), 36, Some(12))));
        assert_eq!(said("0.000000000001").map(|it| it.1), Some(0));
        for wrong in ["", "-1", ".5", "1e3", "0.0000000000001"] {
            assert_eq!(said(wrong), None, "{wrong}");
        }
    }
}
