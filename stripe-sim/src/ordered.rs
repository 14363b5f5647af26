//! JSON with `id` and `object` in front, as Stripe writes it.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

const FIRST: [&str; 2] = ["id", "object"];

pub(crate) struct Ordered<'a>(pub &'a Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(elements) => {
                let mut list = serializer.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    list.serialize_element(&Ordered(element))?;
                }
                list.end()
            }
            Value::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                let first = FIRST.iter().filter_map(|name| fields.get_key_value(*name));
                let rest = fields.iter().filter(|(name, _)| !FIRST.contains(&name.as_str()));
                for (name, field) in first.chain(rest) {
                    map.serialize_entry(name, &Ordered(field))?;
                }
                map.end()
            }
            value => value.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ordered;
    use serde_json::json;

    #[test]
    fn the_id_and_the_kind_come_first_at_every_depth() {
        let object = json!({"a": [{"object": "y", "b": null, "id": "x"}], "id": 1});
        let text = serde_json::to_string(&Ordered(&object)).unwrap_or_default();
        assert_eq!(text, r#"{"id":1,"a":[{"id":"x","object":"y","b":null}]}"#);
    }
}
