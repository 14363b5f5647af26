//! Amounts of money as people read them.

use std::fmt;

use iso_currency::Currency;

/// An amount in a currency's smallest unit, as Stripe counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    pub amount: i64,
    /// Three letters, in whatever case.
    pub currency: String,
}

/// Currencies whose sign is theirs alone to most readers; the others are named by their code.
const WITH_SIGN: [(&str, &str); 4] = [("USD", "$"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥")];

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.currency.to_uppercase();
        let decimals = decimals(&code);
        let unit = 10_u64.pow(decimals);
        let minus = if self.amount < 0 { "−" } else { "" };
        let amount = self.amount.unsigned_abs();
        match WITH_SIGN.iter().find(|(known, _)| *known == code) {
            Some((_, sign)) => write!(f, "{minus}{sign}{}", amount / unit)?,
            None => write!(f, "{minus}{code}\u{a0}{}", amount / unit)?,
        }
        if decimals > 0 {
            write!(f, ".{:0width$}", amount % unit, width = decimals as usize)?;
        }
        Ok(())
    }
}

/// How many decimals Stripe counts in: what ISO 4217 says, but for those that it keeps at two for
/// compatibility or has at none. Source: Stripe's documentation, "Supported currencies".
fn decimals(code: &str) -> u32 {
    match code {
        "ISK" | "UGX" => 2,
        "MGA" => 0,
        _ => Currency::from_code(code).and_then(|currency| currency.exponent()).map_or(2, u32::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_has_its_own_decimals() {
        for (amount, currency, written) in [
            (1200, "usd", "$12.00"),
            (5, "eur", "€0.05"),
            (-1250, "usd", "−$12.50"),
            (1200, "jpy", "¥1200"),
            (12_345, "kwd", "KWD\u{a0}12.345"),
            (1200, "chf", "CHF\u{a0}12.00"),
            (500, "krw", "KRW\u{a0}500"),
            (500, "isk", "ISK\u{a0}5.00"),
            (1200, "xxz", "XXZ\u{a0}12.00"),
        ] {
            let money = Money { amount, currency: currency.to_owned() };
            assert_eq!(money.to_string(), written);
        }
    }
}
