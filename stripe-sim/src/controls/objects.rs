//! What somebody does by hand in the Dashboard: the same as over the API, but by no request of the application.

use super::json::{Shared, refusal, refused};
use crate::api;
use crate::form::{self, Fields};
use crate::params::Params;
use crate::tx::Cause;
use crate::world::World;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};

/// The collection an id belongs to.
fn collection(id: &str) -> Option<&'static str> {
    // Products may have ids of their owner's making.
    let Some((prefix, _)) = id.split_once('_') else {
        return Some("products");
    };
    if id.starts_with("sub_sched_") {
        return Some("subscription_schedules");
    }
    Some(match prefix {
        "bpc" => "billing_portal/configurations",
        "cus" => "customers",
        "feat" => "entitlements/features",
        "pm" => "payment_methods",
        "price" => "prices",
        "prod" => "products",
        "sub" => "subscriptions",
        "we" => "webhook_endpoints",
        _ => return None,
    })
}

/// Changes an object by the parameters of its update endpoint, given as JSON.
pub(super) async fn edit(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    let Ok(Some(fields)) = serde_json::from_slice(&body).map(form::from_json) else {
        return refused(StatusCode::BAD_REQUEST, "the body has to be a JSON object of parameters");
    };
    perform(&world, "POST", &id, fields)
}

pub(super) async fn delete(State(world): Shared, Path(id): Path<String>) -> Response {
    perform(&world, "DELETE", &id, Fields::new())
}

fn perform(world: &World, method: &str, id: &str, fields: Fields) -> Response {
    let found = collection(id).and_then(|collection| api::find(method, &format!("/v1/{collection}/{id}")).ok());
    let Some((endpoint, id)) = found else {
        return refused(StatusCode::NOT_FOUND, &format!("nothing with the id {id} can be changed like this"));
    };
    match world.transact(Cause::default(), |tx| (endpoint.handler)(tx, &id, Params::of(endpoint.name(), fields))) {
        Ok(object) => Json(object).into_response(),
        Err(error) => refusal(&error),
    }
}
