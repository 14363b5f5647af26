//! The names of cards and other payment methods. Names of companies are the same in every language.

use crate::{say, text::Reader};

/// A card's brand as the brand writes itself, from Stripe's word. Legacy cards have other words.
pub(super) fn card_brand(brand: &str, reader: &Reader) -> String {
    let word = brand.to_lowercase().replace(' ', "_");
    let known = match word.as_str() {
        "amex" => "American Express",
        "diners" | "diners_club" => "Diners Club",
        "eftpos_au" | "eftpos_australia" => "eftpos",
        "jcb" => "JCB",
        "unionpay" | "union_pay" => "UnionPay",
        "unknown" | "" => return say!(reader, "card"),
        other => return titled(other),
    };
    known.to_owned()
}

/// The name of another kind of payment method, or of a wallet, from Stripe's word.
pub(super) fn payment_name(kind: &str, reader: &Reader) -> String {
    let known = match kind {
        "" | "custom" => return say!(reader, "on-file"),
        "acss_debit" => return say!(reader, "pre-authorized-debit"),
        "afterpay_clearpay" => "Afterpay",
        "au_becs_debit" => "BECS Direct Debit",
        "bacs_debit" => "Bacs Direct Debit",
        "blik" => "BLIK",
        "cashapp" => "Cash App Pay",
        "customer_balance" => return say!(reader, "bank-transfer"),
        "eps" => "EPS",
        "fpx" => "FPX",
        "grabpay" => "GrabPay",
        "ideal" => "iDEAL",
        "kr_card" => return say!(reader, "korean-card"),
        "mb_way" => "MB WAY",
        "mobilepay" => "MobilePay",
        "nz_bank_account" | "us_bank_account" | "bank_account" => return say!(reader, "bank-account"),
        "oxxo" => "OXXO",
        "p24" => "Przelewy24",
        "pay_by_bank" => "Pay by Bank",
        "payco" => "PAYCO",
        "paynow" => "PayNow",
        "paypal" => "PayPal",
        "paypay" => "PayPay",
        "payto" => "PayTo",
        "promptpay" => "PromptPay",
        "sepa_debit" => "SEPA Direct Debit",
        "sequra" => "seQura",
        "twint" => "TWINT",
        "upi" => "UPI",
        "wechat" | "wechat_pay" => "WeChat Pay",
        other => return titled(other),
    };
    known.to_owned()
}

/// `revolut_pay` as "Revolut Pay"
fn titled(word: &str) -> String {
    let words = word.split('_').filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brands_and_kinds_are_called_by_their_names() {
        let reader = Reader::new(None, None, None);
        for (brand, name) in [
            ("visa", "Visa"),
            ("MasterCard", "Mastercard"),
            ("American Express", "American Express"),
            ("cartes_bancaires", "Cartes Bancaires"),
            ("union_pay", "UnionPay"),
            ("girocard", "Girocard"),
            ("unknown", "Card"),
        ] {
            assert_eq!(card_brand(brand, &reader), name);
        }
        for (kind, name) in [
            ("ideal", "iDEAL"),
            ("revolut_pay", "Revolut Pay"),
            ("klarna", "Klarna"),
            ("upi_next_year", "Upi Next Year"),
            ("__", ""),
        ] {
            assert_eq!(payment_name(kind, &reader), name);
        }
    }
}
