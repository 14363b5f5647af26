//! Stripe's form encoding, decoded into a tree.
//!
//! Neither `serde_urlencoded` nor `serde_qs` serves: the official SDKs mix indexed and `[]` arrays, encode brackets or
//! not, and nest deeply, and the names of what was *not* understood are needed afterwards. Whatever comes in, this
//! neither panics nor recurses deeper than [`MAX_DEPTH`].

use crate::error::Error;
use serde_json::Value;
use std::collections::BTreeMap;

/// Stripe's own parameters nest about seven deep.
const MAX_DEPTH: usize = 16;
const MAX_PAIRS: usize = 5_000;

/// An array is a map whose keys are its indexes, as it is on the wire.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Text(String),
    Map(Fields),
}

pub(crate) type Fields = BTreeMap<String, Node>;

/// Adds the pairs of `encoded` (a query string or a form body) to `fields`.
pub(crate) fn decode_into(fields: &mut Fields, encoded: &[u8]) -> Result<(), Error> {
    for (count, (key, value)) in form_urlencoded::parse(encoded).enumerate() {
        if count >= MAX_PAIRS {
            return Err(Error::invalid("", "Too many parameters were sent."));
        }
        let segments = segments(&key)?;
        insert(fields, &key, &segments, value.into_owned())?;
    }
    Ok(())
}

/// `a[b][]` as `["a", "b", ""]`.
fn segments(key: &str) -> Result<Vec<&str>, Error> {
    let malformed = || Error::invalid(key, format!("Invalid parameter name: {key}"));
    let Some(open) = key.find('[') else {
        return Ok(vec![key]);
    };
    let (first, rest) = key.split_at(open);
    let mut segments = vec![first];
    let inner = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).ok_or_else(malformed)?;
    segments.extend(inner.split("]["));
    let balanced = segments.iter().all(|segment| !segment.contains(['[', ']']));
    if first.is_empty() || !balanced || segments.len() > MAX_DEPTH {
        return Err(malformed());
    }
    Ok(segments)
}

fn insert(fields: &mut Fields, key: &str, segments: &[&str], value: String) -> Result<(), Error> {
    let Some((segment, rest)) = segments.split_first() else {
        return Ok(());
    };
    let name = if segment.is_empty() { next_index(fields, rest) } else { (*segment).to_owned() };
    if rest.is_empty() {
        // The last of several wins, as in every SDK's own decoder.
        fields.insert(name, Node::Text(value));
        return Ok(());
    }
    match fields.entry(name).or_insert_with(|| Node::Map(Fields::new())) {
        Node::Map(inner) => insert(inner, key, rest, value),
        // `items=` followed by `items[0]`: the hash takes the place of the emptiness.
        text @ Node::Text(_) => {
            if *text != Node::Text(String::new()) {
                return Err(Error::invalid(key, format!("Invalid parameter: {key} is given as a value and as a hash")));
            }
            *text = Node::Map(Fields::new());
            match text {
                Node::Map(inner) => insert(inner, key, rest, value),
                Node::Text(_) => Ok(()),
            }
        }
    }
}

/// `items[][price]=a&items[][quantity]=1` is one item: a new one begins when the last one has that field already.
fn next_index(fields: &Fields, rest: &[&str]) -> String {
    let last = fields.keys().filter_map(|key| key.parse::<usize>().ok()).max();
    match (last, rest.first()) {
        (None, _) => "0".to_owned(),
        (Some(last), Some(next)) if !next.is_empty() => match fields.get(&last.to_string()) {
            Some(Node::Map(inner)) if !inner.contains_key(*next) => last.to_string(),
            _ => last.saturating_add(1).to_string(),
        },
        (Some(last), _) => last.saturating_add(1).to_string(),
    }
}

/// The values of a hash whose keys are all indexes, in order.
pub(crate) fn in_order(fields: Fields) -> Option<Vec<Node>> {
    let mut indexed = fields
        .into_iter()
        .map(|(key, node)| key.parse::<usize>().map(|index| (index, node)))
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    indexed.sort_by_key(|(index, _)| *index);
    Some(indexed.into_iter().map(|(_, node)| node).collect())
}

/// As JSON, for the request log and for comparing two requests with one idempotency key.
pub(crate) fn to_json(fields: &Fields) -> Value {
    fields
        .iter()
        .map(|(key, node)| {
            let value = match node {
                Node::Text(text) => Value::String(text.clone()),
                Node::Map(inner) => to_json(inner),
            };
            (key.clone(), value)
        })
        .collect()
}

/// JSON as the form it would have been sent as, where it is an object. `null` clears a field.
pub(crate) fn from_json(value: Value) -> Option<Fields> {
    match value {
        Value::Object(map) => Some(map.into_iter().map(|(key, value)| (key, node(value))).collect()),
        _ => None,
    }
}

fn node(value: Value) -> Node {
    match value {
        Value::Null => Node::Text(String::new()),
        Value::String(text) => Node::Text(text),
        Value::Array(values) => {
            let indexed = values.into_iter().enumerate();
            Node::Map(indexed.map(|(index, value)| (index.to_string(), node(value))).collect())
        }
        Value::Object(map) => Node::Map(map.into_iter().map(|(key, value)| (key, node(value))).collect()),
        other => Node::Text(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn decode(encoded: &str) -> Value {
        let mut fields = Fields::new();
        decode_into(&mut fields, encoded.as_bytes()).unwrap();
        to_json(&fields)
    }

    #[test]
    fn every_spelling_of_the_sdks_gives_the_same_tree() {
        let expected = json!({"items": {"0": {"price": "a b"}}, "expand": {"0": "x", "1": "y"}});
        for encoded in [
            "items[0][price]=a+b&expand[0]=x&expand[1]=y",
            "items%5B0%5D%5Bprice%5D=a%20b&expand[]=x&expand[]=y",
            "items[][price]=a+b&expand%5B%5D=x&expand%5B%5D=y&",
        ] {
            assert_eq!(decode(encoded), expected, "{encoded}");
        }
    }

    #[test]
    fn a_field_seen_twice_begins_the_next_item() {
        assert_eq!(decode("i[][a]=1&i[][b]=2&i[][a]=3"), json!({"i": {"0": {"a": "1", "b": "2"}, "1": {"a": "3"}}}));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let deep = format!("a{}=1", "[b]".repeat(MAX_DEPTH));
        for encoded in ["a[b=1", "a]b[=1", "[a]=1", "a[b]c=1", "a=1&a[b]=2", deep.as_str()] {
            assert!(decode_into(&mut Fields::new(), encoded.as_bytes()).is_err(), "{encoded}");
        }
    }

    /// A tree of parameters, as an SDK could be asked to send.
    fn tree() -> impl Strategy<Value = Value> {
        let text = "[a-zA-Z0-9 &=+%\\[\\]ü€]{0,8}".prop_map(Value::String);
        let nested = text.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::btree_map("[a-z_]{1,6}", inner.clone(), 1..4).prop_map(|map| json!(map)),
                proptest::collection::vec(inner, 1..4).prop_map(|list| {
                    list.into_iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
                }),
            ]
        });
        proptest::collection::btree_map("[a-z_]{1,6}", nested, 1..4).prop_map(|map| json!(map))
    }

    /// As an SDK encodes it: indexed, the brackets plain or percent-encoded.
    fn encode(tree: &Value, raw: bool) -> String {
        fn pairs(prefix: &str, value: &Value, found: &mut Vec<(String, String)>) {
            match value {
                Value::Object(map) => {
                    for (key, value) in map {
                        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}[{key}]") };
                        pairs(&name, value, found);
                    }
                }
                text => found.push((prefix.to_owned(), text.as_str().unwrap().to_owned())),
            }
        }
        let mut found = Vec::new();
        pairs("", tree, &mut found);
        let mut encoded = form_urlencoded::Serializer::new(String::new());
        encoded.extend_pairs(found);
        let encoded = encoded.finish();
        if !raw {
            return encoded;
        }
        // The names only: a bracket in a value stays encoded.
        let plain = |pair: &str| match pair.split_once('=') {
            Some((name, value)) => format!("{}={value}", name.replace("%5B", "[").replace("%5D", "]")),
            None => pair.to_owned(),
        };
        encoded.split('&').map(plain).collect::<Vec<_>>().join("&")
    }

    proptest! {
        #[test]
        fn what_an_sdk_encodes_is_what_is_decoded(tree in tree(), raw in any::<bool>()) {
            prop_assert_eq!(decode(&encode(&tree, raw)), tree);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode_into(&mut Fields::new(), &bytes);
        }

        #[test]
        fn no_text_of_brackets_makes_it_panic(text in "[ab0-9\\[\\]=&%+.]{0,200}") {
            let _ = decode_into(&mut Fields::new(), text.as_bytes());
        }
    }
}
