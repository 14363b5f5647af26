//! Percentages of money, exact to four decimal places, as coupons and tax rates have them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// In ten-thousandths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Percent(i64);

const PLACES: usize = 4;
const ONE: i64 = 10_000;
const HUNDRED: i64 = 100 * ONE;

impl Percent {
    pub const fn new(ten_thousandths: i64) -> Self {
        Self(ten_thousandths)
    }

    /// "19", "8.875": at most a hundred, at most four decimal places, never negative.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |part: &str| part.chars().all(|letter| letter.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) || decimals.len() > PLACES {
            return None;
        }
        let value: i64 = format!("{whole}{decimals:0<PLACES$}").parse().ok()?;
        (value <= HUNDRED).then_some(Self(value))
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// So much of an amount.
    pub fn of(self, amount: i64) -> i64 {
        share(amount, self.0, HUNDRED)
    }

    /// The part of an amount that this percentage has been added to already.
    pub fn within(self, amount: i64) -> i64 {
        share(amount, self.0, HUNDRED + self.0)
    }

    pub fn render(self) -> Value {
        if self.0 % ONE == 0 {
            return json!(self.0 / ONE);
        }
        let text = format!("{}.{:0PLACES$}", self.0 / ONE, self.0 % ONE);
        text.parse::<f64>().map_or(Value::Null, |number| json!(number))
    }
}

/// `amount` × `part` / `whole`, rounded half away from nothing, as money is.
pub(crate) fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let (amount, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole.max(1)));
    let rounded = (amount.abs() * part + whole / 2) / whole;
    i64::try_from(rounded * amount.signum()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact_and_rounded_away_from_nothing() {
        let tax = Percent::parse("8.875").map(|percent| (percent.of(1_000), percent.of(-1_000), percent.render()));
        assert_eq!(tax, Some((89, -89, json!(8.875))));
        let vat = Percent::parse("19").map(|percent| (percent.of(1_000), percent.within(1_190), percent.render()));
        assert_eq!(vat, Some((190, 190, json!(19))));
        for wrong in ["", "-1", "101", "1.23456", "x", ".5", "1e2"] {
            assert_eq!(Percent::parse(wrong), None, "{wrong}");
        }
    }
}
