//! Amounts of money. The program decides how to format them.

use iso_currency::Currency;

/// An amount in a currency's smallest unit, as at Stripe.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    pub amount: i64,
    /// Three letters, in any case.
    pub currency: String,
}

impl Money {
    /// Stripe's number of decimals: as in ISO 4217, except for some currencies with two or none.
    /// Source: Stripe's documentation, "Supported currencies".
    pub fn decimals(&self) -> u8 {
        match self.currency.to_ascii_uppercase().as_str() {
            "ISK" | "UGX" => 2,
            "MGA" => 0,
            code => Currency::from_code(code)
                .and_then(Currency::exponent)
                .and_then(|exponent| u8::try_from(exponent).ok())
                .unwrap_or(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_has_its_own_decimals() {
        for (currency, decimals) in [("usd", 2), ("jpy", 0), ("KWD", 3), ("isk", 2), ("ugx", 2), ("mga", 0), ("xxz", 2)]
        {
            let money = Money { amount: 1, currency: currency.to_owned() };
            assert_eq!(money.decimals(), decimals, "{currency}");
        }
    }
}
