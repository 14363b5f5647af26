//! Payment methods of any kind, with what their owners recognise them by. Read from Stripe's JSON:
//! each kind has its own object, and new kinds appear without a new API version.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::entity::payment_method;

/// The defaults of the customer and of the subscriptions, each once, if they are expanded.
pub(crate) fn payment_methods<'a>(
    customer_id: &str,
    customer: Option<&Value>,
    subscriptions: impl Iterator<Item = &'a Value>,
) -> Vec<payment_method::Model> {
    let own = |owner: &'a Value| [&owner["default_payment_method"], &owner["default_source"]];
    let of_customer =
        customer.into_iter().flat_map(|it| [&it["invoice_settings"]["default_payment_method"], &it["default_source"]]);
    let rows = subscriptions.flat_map(own).filter_map(|method| row(customer_id, method));
    let rows = rows.chain(of_customer.filter_map(|method| row(customer_id, method)));
    let by_id: BTreeMap<_, _> = rows.map(|row| (row.id.clone(), row)).collect();
    by_id.into_values().collect()
}

fn row(customer_id: &str, method: &Value) -> Option<payment_method::Model> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    // A legacy card is a separate object, not a payment method.
    let kind = match method["object"].as_str() {
        Some(kind @ ("card" | "bank_account")) => kind,
        _ => method["type"].as_str()?,
    };
    let details = method.get(kind).filter(|details| details.is_object()).unwrap_or(method);
    // For a card with two brands, the one that the customer chose.
    let brand = text(&details["display_brand"]).filter(|brand| brand != "other").or_else(|| text(&details["brand"]));
    Some(payment_method::Model {
        id: text(&method["id"])?,
        customer_id: customer_id.to_owned(),
        kind: kind.to_owned(),
        brand,
        last4: text(&details["last4"]),
        wallet: text(&details["wallet"]["type"]),
        email: text(&details["email"]).or_else(|| text(&details["payer_email"])),
        exp_month: details["exp_month"].as_i64(),
        exp_year: details["exp_year"].as_i64(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(method: &Value) -> payment_method::Model {
        row("cus_1", method).expect("a payment method")
    }

    #[test]
    fn whatever_has_a_number_or_an_address_is_known_by_it() {
        for (kind, details, last4, email) in [
            ("us_bank_account", json!({ "last4": "6789" }), Some("6789"), None),
            ("sepa_debit", json!({ "last4": "3000" }), Some("3000"), None),
            ("link", json!({ "email": "ada@example.com" }), None, Some("ada@example.com")),
            ("paypal", json!({ "payer_email": "ada@example.com" }), None, Some("ada@example.com")),
            ("cashapp", json!({ "cashtag": null }), None, None),
            ("new_in_2030", json!({ "last4": "1" }), Some("1"), None),
        ] {
            let mut method = json!({ "id": "pm_1", "object": "payment_method", "type": kind });
            method[kind] = details;
            let row = read(&method);
            assert_eq!((row.kind.as_str(), row.last4.as_deref(), row.email.as_deref()), (kind, last4, email));
        }
    }

    #[test]
    fn a_card_of_former_times_is_a_card() {
        let card = json!({ "id": "card_1", "object": "card", "brand": "Visa", "last4": "4242", "exp_month": 1,
                           "exp_year": 2030 });
        let row = read(&card);
        assert_eq!((row.kind.as_str(), row.brand.as_deref(), row.exp_year), ("card", Some("Visa"), Some(2030)));
        let source =
            json!({ "id": "src_1", "object": "source", "type": "card", "card": { "brand": "Visa", "last4": "1" } });
        assert_eq!(read(&source).last4.as_deref(), Some("1"));
    }

    #[test]
    fn of_two_brands_the_chosen_one_counts() {
        let card = |shown: &str| {
            let card = json!({ "brand": "visa", "display_brand": shown, "wallet": { "type": "apple_pay" } });
            read(&json!({ "id": "pm_1", "type": "card", "card": card }))
        };
        assert_eq!(card("cartes_bancaires").brand.as_deref(), Some("cartes_bancaires"));
        assert_eq!(
            (card("other").brand.as_deref(), card("other").wallet.as_deref()),
            (Some("visa"), Some("apple_pay"))
        );
    }

    #[test]
    fn what_is_only_an_id_has_no_row() {
        assert!(row("cus_1", &json!("pm_1")).is_none());
        assert!(row("cus_1", &json!({ "id": 7, "type": "card" })).is_none());
    }
}
