//! Arbitrary JSON, for property tests of the code that reads Stripe's answers.

use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::{Value, json};

/// Names with a meaning in Stripe's objects, and one without.
const NAMES: [&str; 12] = [
    "id",
    "object",
    "type",
    "data",
    "customer",
    "created",
    "livemode",
    "account",
    "api_version",
    "previous_attributes",
    "error",
    "url",
];

/// A leaf value. `SECRET` marks a value that must not be stored.
fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "",
            "\u{0}",
            "evt_1",
            "cus_1",
            "customer",
            "billing_portal.session",
            "https://SECRET"
        ])
        .prop_map(Value::from),
    ]
}

/// Any JSON, in which Stripe's names are frequent.
pub fn any_json() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(6, 48, 6, |inner| {
        let name = prop_oneof![9 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => any::<String>()];
        prop_oneof![
            3 => vec((name, inner.clone()), 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
            1 => vec(inner, 0..4).prop_map(Value::from),
        ]
    })
}

/// The value with up to three parts replaced or removed.
pub fn spoiled(value: Value) -> impl Strategy<Value = Value> {
    vec((any::<Index>(), prop::option::of(prop_oneof![leaf(), Just(json!([])), Just(json!({}))])), 1..=3).prop_map(
        move |changes| {
            let mut value = value.clone();
            for (place, replacement) in changes {
                let mut places = Vec::new();
                pointers("", &value, &mut places);
                if !places.is_empty() {
                    replace(&mut value, &places[place.index(places.len())], replacement);
                }
            }
            value
        },
    )
}

/// Collects pointers to its parts (RFC 6901). No name of Stripe's contains a slash or a tilde.
fn pointers(at: &str, value: &Value, found: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, part)| (name.clone(), part)).collect(),
        Value::Array(parts) => parts.iter().enumerate().map(|(index, part)| (index.to_string(), part)).collect(),
        _ => Vec::new(),
    };
    for (name, part) in parts {
        let at = format!("{at}/{name}");
        pointers(&at, part, found);
        found.push(at);
    }
}

fn replace(value: &mut Value, pointer: &str, replacement: Option<Value>) {
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    match (value.pointer_mut(parent), replacement) {
        (Some(Value::Object(members)), None) => drop(members.remove(name)),
        (_, replacement) => {
            if let Some(part) = value.pointer_mut(pointer) {
                *part = replacement.unwrap_or_default();
            }
        }
    }
}
