//! The simulator's own controls under `/_sim`: what a test or a demonstration does to the world that no customer of
//! Stripe could. JSON in, JSON out.

mod dump;
mod json;
mod objects;
mod pause;
mod portal;
mod post;
mod prices;
mod scenes;
mod tax;
mod terms;
mod unkind;

use self::json::{Body, Shared, refused};
use crate::clock;
use crate::faults::Fault;
use crate::lifecycle;
use crate::state::{AfterFirstFailure, AfterRetries};
use crate::world::World;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use axum::{Router, http::Method};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/state", get(dump::state))
        .route("/reset", post(reset))
        .route("/clock", get(read_clock).post(move_clock))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/webhooks", get(post::read).post(post::switch))
        .route("/webhook_endpoints/{id}/roll", axum::routing::post(post::roll))
        .route("/objects/{id}", axum::routing::post(objects::edit).delete(objects::delete))
        .route("/dunning", get(dunning).post(choose_dunning))
        .route("/requests", get(requests))
        .route("/portal_configuration", post(portal::choose_default))
        .route("/tax", post(tax::choose))
        .route("/terms", post(terms::choose))
        .route("/prices", post(prices::create))
        .route("/pause", post(pause::pause))
        .route("/scenes", post(scenes::play))
        .route("/unkind", get(unkind::read).post(unkind::change).delete(unkind::be_kind))
        .route("/account", post(unkind::account))
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
}

async fn unknown(method: Method, uri: axum::http::Uri) -> Response {
    refused(StatusCode::NOT_FOUND, &format!("the simulator has no control {method} {}", uri.path()))
}

async fn reset(State(world): Shared) -> Json<Value> {
    world.reset();
    Json(json!({ "reset": true }))
}

async fn read_clock(State(world): Shared) -> Json<Value> {
    Json(json!({ "now": world.read(|state| state.now()) }))
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClockMove {
    /// Forward by this number of seconds.
    Advance(u32),
    /// To this Unix time.
    Now(i64),
}

async fn move_clock(State(world): Shared, Body(to): Body<ClockMove>) -> Response {
    let now = world.read(|state| state.now());
    let then = match to {
        ClockMove::Advance(seconds) => now.saturating_add(i64::from(seconds)),
        ClockMove::Now(then) => then,
    };
    if then < now || then > clock::LATEST {
        let message = format!("the clock only goes forward, from {now} to at most {}", clock::LATEST);
        return refused(StatusCode::BAD_REQUEST, &message);
    }
    Json(json!({ "now": lifecycle::move_clock(&world, then) })).into_response()
}

async fn faults(State(world): Shared) -> Json<Value> {
    Json(json!({ "faults": world.faults.all() }))
}

async fn add_fault(State(world): Shared, Body(fault): Body<Fault>) -> Json<Value> {
    world.faults.add(fault);
    faults(State(world)).await
}

async fn clear_faults(State(world): Shared) -> Json<Value> {
    world.faults.clear();
    faults(State(world)).await
}

async fn dunning(State(world): Shared) -> Json<Value> {
    world.read(|state| {
        Json(json!({ "after_retries": state.after_retries, "after_first_failure": state.after_first_failure }))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dunning {
    after_retries: Option<AfterRetries>,
    after_first_failure: Option<AfterFirstFailure>,
}

async fn choose_dunning(State(world): Shared, Body(chosen): Body<Dunning>) -> Json<Value> {
    world.adjust(|state| {
        state.after_retries = chosen.after_retries.unwrap_or(state.after_retries);
        state.after_first_failure = chosen.after_first_failure.unwrap_or(state.after_first_failure);
    });
    dunning(State(world)).await
}

async fn requests(State(world): Shared) -> Json<Value> {
    Json(json!({ "requests": world.requests.all() }))
}
