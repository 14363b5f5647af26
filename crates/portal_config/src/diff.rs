//! The differences between the file and Stripe, field by field.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

/// The change of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The path as in the file, such as `features.subscription_cancel.mode`; products by their ids.
    pub path: String,
    /// `null` if it is not set yet.
    pub from: Value,
    /// `null` if it is removed.
    pub to: Value,
}

/// All changes from Stripe's state to the desired one. Only desired fields are compared: Stripe may
/// have fields that we do not know.
pub(crate) fn changes(desired: &Value, actual: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare("", desired, actual, &mut found);
    found
}

/// Whether the value is absent, empty or disabled. These are the same to a customer, and Stripe
/// does not distinguish them: options of a disabled feature are no difference.
pub(crate) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(fields) => fields.is_empty() || fields.get("enabled") == Some(&Value::Bool(false)),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn compare(path: &str, desired: &Value, actual: &Value, found: &mut Vec<Change>) {
    if is_nothing(desired) && is_nothing(actual) {
        return;
    }
    match desired {
        Value::Object(fields) if is_nothing(desired) => {
            // Disabling it is the only change.
            if let Some(off) = fields.get("enabled") {
                compare(&join(path, "enabled"), off, &actual["enabled"], found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                compare(&join(path, name), value, &actual[name], found);
            }
        }
        Value::Array(elements) if elements.iter().any(|element| element.get("product").is_some()) => {
            compare_products(path, desired, actual, found);
        }
        _ if unordered(desired) == unordered(actual) => {}
        _ => found.push(Change { path: path.to_owned(), from: actual.clone(), to: desired.clone() }),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn compare_products(path: &str, desired: &Value, actual: &Value, found: &mut Vec<Change>) {
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let products = list.as_array().into_iter().flatten();
        products.filter_map(|product| Some((product["product"].as_str()?.to_owned(), product.clone()))).collect()
    };
    let (desired, actual) = (by_id(desired), by_id(actual));
    let ids: BTreeSet<&String> = desired.keys().chain(actual.keys()).collect();
    for id in ids {
        let path = format!("{path}[{id}]");
        match (desired.get(id), actual.get(id)) {
            (Some(to), Some(from)) => compare(&path, to, from, found),
            (to, from) => {
                let prices = |product: Option<&Value>| product.map_or(Value::Null, |product| product["prices"].clone());
                found.push(Change { path, from: prices(from), to: prices(to) });
            }
        }
    }
}

/// Stripe's lists are sets: it does not keep their order.
fn unordered(value: &Value) -> Value {
    match value {
        Value::Array(elements) => {
            let mut elements = elements.clone();
            elements.sort_by_key(Value::to_string);
            Value::Array(elements)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(desired: Value, actual: Value) -> Vec<String> {
        changes(&desired, &actual).into_iter().map(|change| change.path).collect()
    }

    #[test]
    fn order_and_kinds_of_nothing_are_no_difference() {
        let desired = json!({ "a": ["x", "y"], "b": null, "c": [], "d": { "enabled": false, "mode": "m" } });
        let actual = json!({ "a": ["y", "x"], "b": "", "d": { "enabled": false, "mode": "n" }, "unknown": 1 });
        assert_eq!(paths(desired, actual), Vec::<String>::new());
    }

    #[test]
    fn what_is_switched_off_is_one_change() {
        let on = json!({ "f": { "enabled": true, "mode": "n", "options": [1] } });
        assert_eq!(paths(json!({ "f": { "enabled": false, "mode": "m", "options": [] } }), on), ["f.enabled"]);
    }

    #[test]
    fn products_go_by_their_id() {
        let desired = json!({ "p": [
            { "product": "a", "prices": ["1", "2"], "adjustable_quantity": null },
            { "product": "b", "prices": ["3"] },
        ] });
        let actual = json!({ "p": [
            { "product": "c", "prices": ["4"] },
            { "product": "a", "prices": ["2"], "adjustable_quantity": { "enabled": false, "minimum": 1 } },
        ] });
        assert_eq!(paths(desired, actual), ["p[a].prices", "p[b]", "p[c]"]);
    }

    #[test]
    fn a_number_of_seats_that_is_no_longer_free_is_a_difference() {
        let desired = json!({ "p": [{ "product": "a", "prices": ["1"], "adjustable_quantity": null }] });
        let actual = json!({ "p": [{ "product": "a", "prices": ["1"], "adjustable_quantity": { "enabled": true } }] });
        assert_eq!(paths(desired, actual), ["p[a].adjustable_quantity"]);
    }
}
