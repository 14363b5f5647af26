//! Objects in trouble, on their way into an answer or a webhook.

use super::text::with_halves;
use super::{Trouble, Unkind};
use serde_json::{Map, Value};

/// What becomes of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Spoiled {
    /// Sent as it is now.
    Json,
    /// Half of what it was.
    Half,
    /// A failure in its place.
    Error(u16),
}

impl Unkind {
    pub fn spoil(&self, answer: &mut Value) -> Spoiled {
        if self.troubles.is_empty() {
            return Spoiled::Json;
        }
        let is_garbage = id_of(answer).and_then(|id| self.trouble(id)) == Some(&Trouble::Garbage);
        match self.spoil_within(answer) {
            Some(status) => Spoiled::Error(status),
            None if is_garbage => Spoiled::Half,
            None => Spoiled::Json,
        }
    }

    /// The status of the failure, if there is an object that makes one.
    fn spoil_within(&self, value: &mut Value) -> Option<u16> {
        let trouble = id_of(value).and_then(|id| self.trouble(id)).cloned();
        // What an event tells was written down when it happened, and needs no reading any more.
        let is_event = value["object"] == "event";
        match trouble {
            Some(Trouble::Error { status }) => return Some(status),
            Some(Trouble::Garbage) => scramble(value),
            Some(Trouble::Lacks { fields }) => fields.iter().for_each(|path| remove(value, path)),
            Some(Trouble::Text { text }) => text.fill(value),
            None => {}
        }
        let failure = match value {
            Value::Array(elements) => elements.iter_mut().find_map(|element| self.spoil_within(element)),
            Value::Object(fields) => fields.values_mut().find_map(|field| self.spoil_within(field)),
            _ => None,
        };
        failure.filter(|_| !is_event)
    }
}

/// An object that is one, and not an id of one.
fn id_of(value: &Value) -> Option<&str> {
    value.get("object")?;
    value.get("id")?.as_str()
}

/// Every field but the two that say what it is has another type.
fn scramble(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    for (_, field) in fields.iter_mut().filter(|(name, _)| !["id", "object"].contains(&name.as_str())) {
        *field = match field.take() {
            Value::Null | Value::Bool(_) => Value::String("garbage".to_owned()),
            Value::Number(_) => Value::Object(Map::new()),
            Value::String(_) => Value::Number(7.into()),
            Value::Array(_) | Value::Object(_) => Value::Bool(true),
        };
    }
}

fn remove(value: &mut Value, path: &str) {
    let (within, last) = path.rsplit_once('.').unwrap_or(("", path));
    let steps = within.split('.').filter(|step| !step.is_empty());
    let holder = steps.into_iter().try_fold(value, |value, step| value.get_mut(step));
    if let Some(Value::Object(fields)) = holder {
        fields.remove(last);
    }
}

/// JSON as it goes out while anything is in trouble.
pub(crate) fn written(json: &str, spoiled: &Spoiled) -> String {
    let text = with_halves(json);
    match spoiled {
        Spoiled::Half => text.chars().take(text.chars().count() / 2).collect(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn unkind(troubles: Value) -> Unkind {
        serde_json::from_value(json!({ "troubles": troubles })).unwrap_or_default()
    }

    #[test]
    fn one_object_is_in_trouble_and_its_neighbour_is_not() {
        let all = unkind(json!({
            "cus_1": {"kind": "garbage"}, "cus_2": {"kind": "lacks", "fields": ["created", "address.city"]},
        }));
        let customer =
            |id| json!({"id": id, "object": "customer", "created": 1, "address": {"city": "x", "line1": "y"}});
        let mut list = json!({"object": "list", "data": [customer("cus_1"), customer("cus_2"), customer("cus_3")]});
        assert_eq!(all.spoil(&mut list), Spoiled::Json);
        assert_eq!(list["data"][0], json!({"id": "cus_1", "object": "customer", "created": {}, "address": true}));
        assert_eq!(list["data"][1], json!({"id": "cus_2", "object": "customer", "address": {"line1": "y"}}));
        assert_eq!(list["data"][2], customer("cus_3"));
        assert_eq!(all.spoil(&mut customer("cus_1")), Spoiled::Half);
        let failing = unkind(json!({"cus_3": {"kind": "error", "status": 500}}));
        assert_eq!(failing.spoil(&mut list), Spoiled::Error(500));
        let mut event = json!({"id": "evt_1", "object": "event", "data": {"object": customer("cus_3")}});
        assert_eq!(failing.spoil(&mut event), Spoiled::Json);
    }

    #[test]
    fn half_of_a_pair_is_written_as_no_text_could_hold_it() {
        let all = unkind(json!({"*": {"kind": "text", "text": "surrogate"}}));
        let mut customer = json!({"id": "cus_1", "object": "customer", "name": null, "metadata": {"a": "b"}});
        all.spoil(&mut customer);
        let text = written(&customer.to_string(), &Spoiled::Json);
        assert!(
            text.contains(r#""name":"before\ud83dafter""#) && text.contains(r#""a":"before\ud83dafter""#),
            "{text}"
        );
    }
}
