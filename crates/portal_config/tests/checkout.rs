//! `[checkout]` of the file: every key, and every refusal with its line and key.

use std::path::Path;

use portal_config::{BillingAddress, CheckoutOptions, PaymentMethodCollection, PortalFile, QuantityRange, parse};

/// The shortest file, of two lines.
const PORTAL: &str = "[features.invoice_history]\nenabled = true\n";

fn read(checkout: &str) -> PortalFile {
    parse(Path::new("portal.toml"), format!("{PORTAL}{checkout}")).expect("a valid file").file
}

#[test]
fn every_key_is_read_and_what_is_omitted_is_stripes_default() {
    let all = CheckoutOptions {
        promotion_codes: true,
        automatic_tax: true,
        billing_address: BillingAddress::Required,
        tax_ids: true,
        adjustable_quantity: Some(QuantityRange { minimum: 2, maximum: 50 }),
        terms_of_service: true,
        payment_method_collection: PaymentMethodCollection::IfRequired,
        locale: "pt-BR".parse().expect("a locale"),
    };
    let text = "[checkout]\npromotion_codes = true\nautomatic_tax = true\nbilling_address = \"required\"\ntax_ids = true\n\
                adjustable_quantity = { minimum = 2, maximum = 50 }\nterms_of_service = true\n\
                payment_method_collection = \"if_required\"\nlocale = \"pt-BR\"\n";
    assert_eq!(read(text).checkout, all);
    let defaults = CheckoutOptions {
        promotion_codes: false,
        automatic_tax: false,
        billing_address: BillingAddress::Auto,
        tax_ids: false,
        adjustable_quantity: None,
        terms_of_service: false,
        payment_method_collection: PaymentMethodCollection::Always,
        locale: "auto".parse().expect("a locale"),
    };
    for text in ["", "[checkout]\n"] {
        assert_eq!(read(text).checkout, defaults);
    }
    let ours = include_str!("../../../portal.toml");
    let ours = parse(Path::new("portal.toml"), ours.to_owned()).expect("a valid file").file;
    assert_eq!(ours.checkout, defaults, "the comments of portal.toml say so");
}

#[test]
fn a_quantity_is_a_table_or_inline_and_each_bound_has_a_default() {
    for (text, minimum, maximum) in [
        ("[checkout]\nadjustable_quantity = {}\n", 1, 99),
        ("[checkout]\nadjustable_quantity = { minimum = 5 }\n", 5, 99),
        ("[checkout]\nadjustable_quantity = { maximum = 999999 }\n", 1, 999_999),
        ("[checkout.adjustable_quantity]\nminimum = 3\nmaximum = 3\n", 3, 3),
    ] {
        assert_eq!(read(text).checkout.adjustable_quantity, Some(QuantityRange { minimum, maximum }), "{text}");
    }
}

#[test]
fn every_refusal_names_file_line_and_key() {
    for (line, words) in [
        ("promotion_codes = \"yes\"", "promotion_codes: invalid type: string \"yes\", expected a boolean"),
        ("automatic_tax = 1", "automatic_tax: invalid type: integer `1`, expected a boolean"),
        ("billing_address = \"never\"", "billing_address: unknown variant `never`, expected `auto` or `required`"),
        ("tax_ids = \"\"", "tax_ids: invalid type: string \"\", expected a boolean"),
        ("terms_of_service = \"required\"", "terms_of_service: invalid type"),
        (
            "payment_method_collection = \"never\"",
            "payment_method_collection: unknown variant `never`, expected `always` or `if_required`",
        ),
        ("locale = \"xx\"", "locale: is not a locale of Checkout's"),
        ("locale = \"pt_BR\"", "locale: is not a locale of Checkout's"),
        ("locale = true", "locale: invalid type: boolean `true`"),
        ("promo_codes = true", "promo_codes: unknown field `promo_codes`"),
        ("adjustable_quantity = true", "adjustable_quantity: invalid type: boolean `true`"),
        ("adjustable_quantity = { enabled = true }", "adjustable_quantity.enabled: unknown field `enabled`"),
        ("adjustable_quantity = { minimum = 0 }", "adjustable_quantity.minimum: must be from 1 to 999999"),
        ("adjustable_quantity = { minimum = -1 }", "adjustable_quantity.minimum: invalid value: integer `-1`"),
        ("adjustable_quantity = { maximum = 1000000 }", "adjustable_quantity.maximum: must be from 1 to 999999"),
        (
            "adjustable_quantity = { minimum = 6, maximum = 5 }",
            "adjustable_quantity.minimum: is more than the maximum, 5",
        ),
        ("adjustable_quantity = { minimum = 100 }", "adjustable_quantity.minimum: is more than the maximum, 99"),
    ] {
        let text = format!("{PORTAL}[checkout]\n{line}\n");
        let refused = parse(Path::new("portal.toml"), text).expect_err(line).to_string();
        assert!(refused.starts_with(&format!("portal.toml:4: checkout.{words}")), "{line}: {refused}");
    }
}
