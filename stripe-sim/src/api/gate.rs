//! The way every API request goes: log, faults, key, parameters, idempotency, endpoint, `expand`, answer.

use super::reply::{Body, Reply};
use super::{address, auth, routes};
use crate::catalogue;
use crate::connection::Connection;
use crate::error::Error;
use crate::expand;
use crate::faults::{Answer, Fault, Stage};
use crate::form::{self, Fields};
use crate::idempotency::{Fingerprint, Record};
use crate::ids;
use crate::params::Params;
use crate::requests::Entry;
use crate::state::Payload;
use crate::tx::Cause;
use crate::unkind::Unkind;
use crate::versions::Version;
use crate::world::World;
use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::{Duration, Instant};

const LARGEST_BODY: usize = 1 << 20;

struct Call {
    id: String,
    method: String,
    path: String,
    idempotency_key: Option<String>,
    version: Result<Version, Error>,
    fields: Result<Fields, Error>,
}

pub(crate) async fn answer(
    State(world): State<Arc<World>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await;
    let call = Call::read(&parts, body.ok());
    world.requests.begin(call.entry(&world));
    let fault = world.faults.take(&call.method, &call.path);
    if let Some(fault) = &fault {
        world.requests.note(&call.id, |entry| entry.fault = Some(fault.answer.name()));
    }
    let unkind = world.read(|state| state.unkind.if_any());
    let reply = match unkind.as_ref().and_then(|unkind| denied(&world, unkind, &call)) {
        Some(reply) => Some(reply),
        None => respond(&world, &connection, &call, &parts.headers, fault.as_ref()).await,
    };
    let Some(reply) = reply else {
        // Cut off: nobody will read this.
        return ().into_response();
    };
    tracing::info!(request = call.id, method = call.method, path = call.path, status = reply.status);
    world.requests.note(&call.id, |entry| {
        entry.status = Some(reply.status);
        entry.replayed = reply.replay_of.is_some();
    });
    let reply = reply.shaped(call.version.unwrap_or_default());
    let reply = if let Some(unkind) = &unkind { reply.spoiled(unkind) } else { reply };
    reply.into_response(&call.id, call.idempotency_key.as_deref())
}

/// What is not even begun: one request too many, or one for an object that cannot be read.
fn denied(world: &World, unkind: &Unkind, call: &Call) -> Option<Reply> {
    if let Some(mode) = unkind.rate_limit
        && !world.limiter.lets_in(mode.requests_per_second(), Instant::now())
    {
        return Some(Reply { limited: true, ..Reply::scripted(429, &Map::new()) });
    }
    let (_, ids) = routes::find(&call.method, &call.path).ok()?;
    unkind.fails(address::each_id(&ids)).map(|status| Reply::scripted(status, &Map::new()))
}

/// `None` when there is to be no answer at all.
async fn respond(
    world: &World,
    connection: &Connection,
    call: &Call,
    headers: &HeaderMap,
    fault: Option<&Fault>,
) -> Option<Reply> {
    let at = |stage| fault.filter(|fault| fault.stage == stage);
    if let Some(fault) = at(Stage::Before)
        && let Some(outcome) = inject(world, connection, &fault.answer).await
    {
        return outcome;
    }
    let allowed = auth::check(headers).and_then(|()| call.version.clone()).and_then(|_| auth::check_account(headers));
    let outcome = match allowed {
        Err(error) => Some(Reply::error(&error, &call.id)),
        Ok(()) => once_per_key(world, connection, call, at(Stage::During)).await,
    };
    if let Some(fault) = at(Stage::After)
        && let Some(outcome) = inject(world, connection, &fault.answer).await
    {
        return outcome;
    }
    outcome
}

/// What a fault does. `None`: it only took time. `Some(None)`: there is no answer any more.
async fn inject(world: &World, connection: &Connection, answer: &Answer) -> Option<Option<Reply>> {
    match answer {
        Answer::Error { status, retry_after, should_retry, error } => {
            let reply = Reply::scripted(*status, error);
            Some(Some(Reply { retry_after: *retry_after, should_retry: *should_retry, ..reply }))
        }
        Answer::Html { status } => Some(Some(Reply::gateway(*status))),
        Answer::Hang => {
            // Dropped when the client hangs up.
            world.stopping.cancelled().await;
            connection.reset();
            Some(None)
        }
        Answer::Reset => {
            connection.reset();
            Some(None)
        }
        Answer::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
            None
        }
    }
}

/// Stripe keeps the answers of POSTs; the other methods repeat by themselves.
async fn once_per_key(world: &World, connection: &Connection, call: &Call, fault: Option<&Fault>) -> Option<Reply> {
    let key = call.idempotency_key.as_deref().filter(|_| call.method == "POST");
    let (Some(key), Ok(fields)) = (key, &call.fields) else {
        return execute(world, connection, call, fault).await.map(|(reply, _)| reply);
    };
    let fingerprint =
        Fingerprint { method: call.method.clone(), path: call.path.clone(), params: form::to_json(fields) };
    let guard = world.in_flight.begin(key, &fingerprint);
    let kept = guard.and_then(|guard| {
        world.read(|state| {
            let record = state.idempotency.find(key, &fingerprint, state.now())?;
            Ok((guard, record.cloned()))
        })
    });
    let _guard = match kept {
        Err(error) => return Some(Reply::error(&error, &call.id)),
        Ok((_, Some(record))) => {
            let mut reply = Reply::json(record.status, record.body.object());
            reply.replay_of = Some(record.request);
            return Some(reply);
        }
        Ok((guard, None)) => guard,
    };
    let (reply, keep) = execute(world, connection, call, fault).await?;
    if let (true, Body::Json(body)) = (keep, &reply.body) {
        world.adjust(|state| {
            let record = Record {
                fingerprint,
                at: state.now(),
                request: call.id.clone(),
                status: reply.status,
                body: Payload::new(body),
            };
            state.idempotency.keep(key.to_owned(), record);
        });
    }
    Some(reply)
}

/// The answer, and whether a later use of its key is to get it again.
async fn execute(world: &World, connection: &Connection, call: &Call, fault: Option<&Fault>) -> Option<(Reply, bool)> {
    if let Some(fault) = fault
        && let Some(outcome) = inject(world, connection, &fault.answer).await
    {
        return outcome.map(|reply| (reply, true));
    }
    Some(match perform(world, call) {
        Ok(object) => (Reply::json(200, object), true),
        Err(error) => (Reply::error(&error, &call.id), error.is_kept()),
    })
}

fn perform(world: &World, call: &Call) -> Result<Value, Error> {
    let (endpoint, id) = routes::find(&call.method, &call.path)?;
    let fields = call.fields.clone()?;
    call.version.clone()?.check(&call.path, &fields)?;
    let mut params = Params::of(endpoint.name(), fields);
    let paths = params.texts("expand")?.unwrap_or_default();
    if !paths.is_empty() {
        expand::check(catalogue::endpoint(&call.method, &call.path), &paths)?;
    }
    let cause = Cause { request: Some(call.id.clone()), idempotency_key: call.idempotency_key.clone() };
    world.transact(cause, |tx| {
        let mut object = (endpoint.handler)(tx, &id, params)?;
        expand::apply(tx.state(), &mut object, &paths);
        Ok(object)
    })
}

impl Call {
    fn read(parts: &Parts, body: Option<Bytes>) -> Self {
        let text = |name: &str| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
        Self {
            id: ids::short("req"),
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            idempotency_key: text("idempotency-key").filter(|key| !key.is_empty()),
            version: text("stripe-version").map_or_else(|| Ok(Version::default()), |name| Version::asked(&name)),
            fields: decode(parts, body),
        }
    }

    fn entry(&self, world: &World) -> Entry {
        Entry {
            id: self.id.clone(),
            created: world.read(|state| state.now()),
            method: self.method.clone(),
            path: self.path.clone(),
            params: self.fields.as_ref().map_or(Value::Null, form::to_json).to_string(),
            idempotency_key: self.idempotency_key.clone(),
            status: None,
            replayed: false,
            fault: None,
        }
    }
}

/// Parameters come in the query and in the body alike: some SDKs send a DELETE's one way, some the other.
fn decode(parts: &Parts, body: Option<Bytes>) -> Result<Fields, Error> {
    let body = body.ok_or_else(|| Error::invalid("", "The request's body is too large or was cut off."))?;
    if parts.uri.path().starts_with("/v2/") {
        // It speaks JSON, and nothing of it is simulated.
        return Ok(Fields::new());
    }
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !body.is_empty() && content_type.is_some_and(|kind| !kind.starts_with("application/x-www-form-urlencoded")) {
        return Err(Error::invalid("", "Invalid request: send parameters as application/x-www-form-urlencoded."));
    }
    let mut fields = Fields::new();
    form::decode_into(&mut fields, parts.uri.query().unwrap_or_default().as_bytes())?;
    form::decode_into(&mut fields, &body)?;
    Ok(fields)
}
