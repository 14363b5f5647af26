//! Expanded objects. An unreadable one must not make its parent unreadable.

use serde_json::Value;
use stripe::Listed;

/// Replaces these expanded members by their ids; lists are removed.
pub(crate) fn collapse(object: &mut Value, members: &[&str]) {
    for member in members {
        let Some(value) = object.get_mut(*member) else { continue };
        match value {
            Value::Array(all) => all.iter_mut().for_each(to_id),
            value if value["object"] == "list" => *value = Value::Null,
            value => to_id(value),
        }
    }
}

fn to_id(value: &mut Value) {
    if let Some(id) = value.get("id").cloned() {
        *value = id;
    }
}

/// Reads an unreadable object again, without these members.
pub(crate) fn read_without<T: miniserde::Deserialize>(listed: Listed<T>, members: &[&str]) -> Listed<T> {
    if listed.value.is_some() {
        return listed;
    }
    let mut bare = listed.raw.clone();
    collapse(&mut bare, members);
    Listed { value: miniserde::json::from_str(&bare.to_string()).ok(), ..listed }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(miniserde::Deserialize)]
    struct Paid {
        by: String,
    }

    #[test]
    fn ids_are_in_the_place_of_objects_again() {
        let mut object = json!({
            "card": { "id": "pm_1" }, "discounts": [{ "id": "di_1" }, "di_2"], "none": null,
            "payments": { "object": "list", "data": [] }, "kept": { "id": "x" },
        });
        collapse(&mut object, &["card", "discounts", "none", "payments", "missing"]);
        let ids = json!({
            "card": "pm_1", "discounts": ["di_1", "di_2"], "none": null, "payments": null, "kept": { "id": "x" },
        });
        assert_eq!(object, ids);
    }

    #[test]
    fn what_is_odd_inside_hides_nothing_outside() {
        let listed = |raw: Value| Listed { value: None::<Paid>, raw };
        let read = |raw| read_without(listed(raw), &["by"]).value.map(|paid| paid.by);
        assert_eq!(read(json!({ "by": { "id": "pm_1", "odd": true } })).as_deref(), Some("pm_1"));
        assert_eq!(read(json!({ "by": 7 })), None);
    }
}
