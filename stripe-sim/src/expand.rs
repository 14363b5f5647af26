//! `expand`: ids replaced by the objects they name, along paths of up to four levels.

use crate::error::Error;
use crate::state::{
    CheckoutSession, Customer, Invoice, Kind, PaymentMethod, PortalConfiguration, Price, Product, Schedule, State,
    Subscription,
};
use serde_json::{Map, Value, json};

const MAX_LEVELS: usize = 4;
/// Of a portal configuration: not an id to replace, but a list that is left out unless asked for.
const OFFERED: [&str; 3] = ["features", "subscription_update", "products"];
/// Of a Checkout session, likewise.
const LINES: &str = "line_items";

/// What can be said of a path before there is an object: nothing may be changed by a request that is then refused.
pub(crate) fn check(paths: &[String]) -> Result<(), Error> {
    for path in paths {
        if levels(path) > MAX_LEVELS {
            let message = format!("You cannot expand more than {MAX_LEVELS} levels of a property. Property: {path}");
            return Err(Error::invalid("expand", message));
        }
        if path.rsplit('.').next().and_then(lookup).is_none() && !is_left_out(path) {
            return Err(cannot_be_expanded(path));
        }
    }
    Ok(())
}

fn is_left_out(path: &str) -> bool {
    path.ends_with(OFFERED.join(".").as_str()) || path.rsplit('.').next() == Some(LINES)
}

fn cannot_be_expanded(path: &str) -> Error {
    Error::invalid("expand", format!("This property cannot be expanded ({path})."))
}

/// The leading `data` of a list leads into the list and is not a level of its own.
fn levels(path: &str) -> usize {
    path.strip_prefix("data.").unwrap_or(path).split('.').count()
}

pub(crate) fn apply(state: &State, object: &mut Value, paths: &[String]) -> Result<(), Error> {
    for path in paths {
        let steps: Vec<_> = path.split('.').collect();
        if !walk(state, object, &steps) {
            return Err(cannot_be_expanded(path));
        }
    }
    Ok(())
}

/// Whether the path leads somewhere that can be expanded.
fn walk(state: &State, value: &mut Value, steps: &[&str]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return true;
    };
    match value {
        Value::Array(elements) => elements.iter_mut().all(|element| walk(state, element, steps)),
        Value::Object(fields) if steps == OFFERED => offered(state, fields),
        Value::Object(fields) => {
            let deleted = fields.contains_key("deleted");
            if *step == LINES {
                bought(state, fields);
            }
            match fields.get_mut(*step) {
                Some(field) => enter(state, field, step, rest),
                // A deleted object has none of its fields left, which is nobody's mistake.
                None => deleted,
            }
        }
        _ => true,
    }
}

fn offered(state: &State, fields: &mut Map<String, Value>) -> bool {
    let id = fields.get("id").and_then(Value::as_str);
    let Some(configuration) = id.and_then(|id| state.get::<PortalConfiguration>(id)) else {
        return false;
    };
    let Some(update) = fields.get_mut("features").and_then(|features| features.get_mut("subscription_update")) else {
        return false;
    };
    update["products"] = configuration.render_products();
    true
}

fn bought(state: &State, fields: &mut Map<String, Value>) {
    let id = fields.get("id").and_then(Value::as_str);
    if let Some(session) = id.and_then(|id| state.get::<CheckoutSession>(id)) {
        let lines = session.render_lines(state);
        let url = format!("/v1/checkout/sessions/{}/line_items", session.id);
        fields.insert(LINES.to_owned(), json!({ "object": "list", "data": lines, "has_more": false, "url": url }));
    }
}

fn enter(state: &State, field: &mut Value, name: &str, rest: &[&str]) -> bool {
    let expandable = lookup(name);
    if name == LINES {
        return walk(state, field, rest);
    }
    match field {
        Value::String(id) => {
            let Some(lookup) = expandable else {
                return false;
            };
            match lookup(state, id) {
                Some(object) => {
                    *field = object;
                    walk(state, field, rest)
                }
                // What a scene has cleared away stays an id.
                None => true,
            }
        }
        Value::Null => expandable.is_some() || !rest.is_empty(),
        Value::Object(_) | Value::Array(_) => (expandable.is_some() || !rest.is_empty()) && walk(state, field, rest),
        _ => false,
    }
}

type Lookup = fn(&State, &str) -> Option<Value>;

/// The kind of object a field of this name holds the id of.
fn lookup(field: &str) -> Option<Lookup> {
    Some(match field {
        "configuration" => rendered::<PortalConfiguration>,
        "customer" => rendered::<Customer>,
        "default_payment_method" => rendered::<PaymentMethod>,
        "default_price" | "price" => rendered::<Price>,
        "invoice" | "latest_invoice" => rendered::<Invoice>,
        "product" => rendered::<Product>,
        "schedule" => rendered::<Schedule>,
        "subscription" => rendered::<Subscription>,
        _ => return None,
    })
}

fn rendered<T: Kind>(state: &State, id: &str) -> Option<Value> {
    state.get::<T>(id).map(|object| object.render(state))
}
