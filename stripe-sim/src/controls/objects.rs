//! What somebody does by hand in the Dashboard: the same as over the API, but by no request of the application.

use super::Shared;
use crate::api;
use crate::form::{Fields, Node};
use crate::params::Params;
use crate::tx::Cause;
use crate::world::World;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};

/// The collection an id belongs to.
fn collection(id: &str) -> Option<&'static str> {
    // Products may have ids of their owner's making.
    let Some((prefix, _)) = id.split_once('_') else {
        return Some("products");
    };
    Some(match prefix {
        "bpc" => "billing_portal/configurations",
        "cus" => "customers",
        "price" => "prices",
        "prod" => "products",
        "sub" => "subscriptions",
        "we" => "webhook_endpoints",
        _ => return None,
    })
}

/// Changes an object by the parameters of its update endpoint, given as JSON.
pub(super) async fn edit(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    let fields = match serde_json::from_slice(&body).map(fields) {
        Ok(Some(fields)) => fields,
        _ => return refused(StatusCode::BAD_REQUEST, "the body has to be a JSON object of parameters"),
    };
    perform(&world, "POST", &id, fields)
}

pub(super) async fn delete(State(world): Shared, Path(id): Path<String>) -> Response {
    perform(&world, "DELETE", &id, Fields::new())
}

fn perform(world: &World, method: &str, id: &str, fields: Fields) -> Response {
    let found = collection(id).and_then(|collection| api::find(method, &format!("/v1/{collection}/{id}")).ok());
    let Some((handler, id)) = found else {
        return refused(StatusCode::NOT_FOUND, &format!("nothing with the id {id} can be changed like this"));
    };
    match world.transact(Cause::default(), |tx| handler(tx, &id, Params::new(fields))) {
        Ok(object) => Json(object).into_response(),
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
            refused(status, &error.to_string())
        }
    }
}

fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "error": message }))).into_response()
}

/// JSON as the form it would have been sent as. `null` clears a field.
fn fields(value: Value) -> Option<Fields> {
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
