//! Lists as Stripe shows them.

use serde_json::{Value, json};

/// A list as Stripe shows it. `json!` would copy what is in it.
pub(crate) fn list(data: Vec<Value>, has_more: bool, url: &str) -> Value {
    let mut list = json!({ "object": "list", "has_more": has_more, "url": url });
    list["data"] = Value::Array(data);
    list
}

/// A list within an object that has all of it, and says how much that is.
pub(crate) fn whole_list(data: Vec<Value>, url: &str) -> Value {
    let count = data.len();
    let mut list = list(data, false, url);
    list["total_count"] = count.into();
    list
}
