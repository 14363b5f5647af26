//! Which keys of the policy a file changes.

use std::collections::{BTreeMap, BTreeSet};

use access::Policy;
use serde::Serialize;
use serde_json::{Map, Value};

/// A key that has another value. `null` is a key that is not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyChange {
    /// Such as `standing.past_due_days`.
    pub key: String,
    pub from: Value,
    pub to: Value,
}

/// Every key that differs, in the order of the alphabet.
pub fn key_changes(holds: &Policy, wanted: &Policy) -> Vec<KeyChange> {
    let (holds, wanted) = (values(holds), values(wanted));
    let keys: BTreeSet<&String> = holds.keys().chain(wanted.keys()).collect();
    let value = |values: &BTreeMap<String, Value>, key: &str| values.get(key).cloned().unwrap_or_default();
    let change = |key: &String| KeyChange { key: key.clone(), from: value(&holds, key), to: value(&wanted, key) };
    keys.into_iter().map(change).filter(|change| change.from != change.to).collect()
}

/// The values by the paths of their keys.
fn values(policy: &Policy) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    add("", serde_json::to_value(policy).unwrap_or_default(), &mut values);
    values
}

fn add(path: &str, value: Value, values: &mut BTreeMap<String, Value>) {
    match value {
        Value::Null => {}
        // A feature that is only named: `[features.sso]`.
        Value::Object(table) if path.starts_with("features.") && table.values().all(Value::is_null) => {
            values.insert(path.to_owned(), Value::Object(Map::new()));
        }
        Value::Object(table) => {
            for (key, value) in table {
                let path = if path.is_empty() { key } else { format!("{path}.{key}") };
                add(&path, value, values);
            }
        }
        value => drop(values.insert(path.to_owned(), value)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_key_that_differs_is_told_with_both_values() {
        let text = "free = [\"api\"]\n[standing]\npast_due_days = 7\n[features.api]\nname = \"API\"\n[features.sso]\n";
        let wanted = access::parse("access.toml".as_ref(), text.to_owned()).expect("a policy").file;
        let change = |key: &str, from, to| KeyChange { key: key.to_owned(), from, to };
        let expected = [
            change("features.api.name", json!(null), json!("API")),
            change("features.sso", json!(null), json!({})),
            change("free", json!([]), json!(["api"])),
            change("standing.past_due_days", json!(14), json!(7)),
        ];
        assert_eq!(key_changes(&Policy::default(), &wanted), expected);
        assert_eq!(key_changes(&wanted, &wanted), []);
    }
}
