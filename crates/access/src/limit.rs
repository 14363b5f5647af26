//! How much of a feature a plan includes.

use std::str::FromStr;

/// The largest limit: the largest whole number that every program reads from JSON.
const MOST: u64 = 1 << 53;

/// The metadata `limit.<feature>` of a product: a whole number, or one for each unit that is bought, such as
/// `5 * quantity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    amount: u64,
    per_unit: bool,
}

/// It is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a limit is a whole number such as 5, or one for each unit, such as 5 * quantity")]
pub struct NoRate;

impl Rate {
    /// The limit of somebody who bought this many units. A price that is billed by usage has no quantity: it counts as
    /// one.
    pub fn of(self, quantity: Option<i64>) -> u64 {
        let units = quantity.and_then(|units| u64::try_from(units).ok()).unwrap_or(1);
        if self.per_unit { self.amount.saturating_mul(units).min(MOST) } else { self.amount }
    }
}

impl FromStr for Rate {
    type Err = NoRate;

    fn from_str(text: &str) -> Result<Self, NoRate> {
        let (amount, per_unit) = match text.trim().strip_suffix("quantity") {
            Some(amount) => (amount.trim_end().strip_suffix(['*', 'x', '×']).ok_or(NoRate)?.trim_end(), true),
            None => (text.trim(), false),
        };
        // Only digits: `+5` is no number of seats.
        let is_number = !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit());
        let amount = Some(amount).filter(|_| is_number).and_then(|amount| amount.parse().ok());
        let amount = amount.filter(|amount| *amount <= MOST).ok_or(NoRate)?;
        Ok(Self { amount, per_unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_or_one_for_each_unit() {
        for (text, quantity, limit) in [
            ("5", Some(3), 5),
            (" 5 ", None, 5),
            ("5 * quantity", Some(3), 15),
            ("5*quantity", Some(0), 0),
            ("5 x quantity", None, 5),
            ("5 × quantity", Some(-1), 5),
            ("9007199254740992 * quantity", Some(2), MOST),
        ] {
            assert_eq!(text.parse::<Rate>().map(|rate| rate.of(quantity)), Ok(limit), "{text}");
        }
        for text in ["", "five", "-5", "+5", "5.5", "5 quantity", "quantity", "* quantity", "9007199254740993"] {
            assert_eq!(text.parse::<Rate>(), Err(NoRate), "{text}");
        }
    }
}
