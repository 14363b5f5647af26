//! Numbers for Prometheus, on an address of their own: they are for operators, not for customers.

use std::{net::SocketAddr, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
    routing::get,
};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use crate::server::{
    billing::Target,
    connections::{self, Limits},
    db::{
        self,
        entity::{
            customer,
            stripe_event::{Column, Entity, State as Stage},
            sync_job,
        },
    },
};

const HTTP: &str = "http_request_duration_seconds";
const STRIPE: &str = "stripe_call_duration_seconds";

/// More than look at the numbers at a time.
const CONNECTIONS: usize = 32;

/// In seconds: from a page out of the cache to a Stripe that is given up on.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 8.0];

/// The parts of the longest of Stripe's paths, with the one before the first slash.
const DEPTH: usize = 5;

/// The words of Stripe's paths; whatever else stands there is an id.
const WORDS: [&str; 23] = [
    "billing_portal",
    "cancel",
    "charges",
    "checkout",
    "configurations",
    "create_preview",
    "customers",
    "disputes",
    "events",
    "expire",
    "invoices",
    "payment_intents",
    "payment_methods",
    "prices",
    "products",
    "release",
    "resume",
    "search",
    "sessions",
    "subscription_items",
    "subscription_schedules",
    "subscriptions",
    "webhook_endpoints",
];

/// Begins to count. Before this (and in every other command) counting does nothing.
///
/// # Errors
/// When something in this process counts already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let builder = PrometheusBuilder::new();
    let builder = builder.set_buckets_for_metric(Matcher::Full(HTTP.to_owned()), &BUCKETS)?;
    builder.set_buckets_for_metric(Matcher::Full(STRIPE.to_owned()), &BUCKETS)?.install_recorder()
}

/// `GET /metrics`, and nothing else.
pub fn router(handle: PrometheusHandle, db: DatabaseConnection) -> Router {
    Router::new().route("/metrics", get(render)).with_state((handle, db))
}

/// Serves the numbers until the process ends.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(addr: SocketAddr, app: Router) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(addr).await?;
    let limits = Limits::with_connections(CONNECTIONS);
    tokio::spawn(connections::serve(listener, app, limits, CancellationToken::new()));
    Ok(())
}

async fn render(State((handle, db)): State<(PrometheusHandle, DatabaseConnection)>) -> String {
    let inbox = db::in_time(look_into_inbox(&db)).await.unwrap_or_else(|error| {
        tracing::error!(error = %error, "the inbox could not be counted");
        // The other numbers are wanted most when something is wrong.
        Inbox { pending: f64::NAN, dead: f64::NAN, oldest: f64::NAN, failing: f64::NAN, missing: f64::NAN }
    });
    gauge!("inbox_events", "state" => "pending").set(inbox.pending);
    gauge!("inbox_events", "state" => "dead").set(inbox.dead);
    gauge!("inbox_oldest_pending_seconds").set(inbox.oldest);
    gauge!("sync_failing_objects").set(inbox.failing);
    gauge!("missing_customers").set(inbox.missing);
    handle.run_upkeep();
    handle.render()
}

struct Inbox {
    pending: f64,
    dead: f64,
    /// How long the oldest pending one has waited, in seconds.
    oldest: f64,
    /// Objects that could not be had when they were last tried.
    failing: f64,
    /// Customers that the account does not know.
    missing: f64,
}

/// The same on every replica, since they share the inbox.
#[expect(clippy::cast_precision_loss)]
async fn look_into_inbox(db: &DatabaseConnection) -> Result<Inbox, DbErr> {
    let in_state = |stage| Entity::find().filter(Column::State.eq(stage));
    let oldest = in_state(Stage::Pending).select_only().column_as(Column::ReceivedAt.min(), "oldest");
    let oldest: Option<Option<i64>> = oldest.into_tuple().one(db).await?;
    let now = OffsetDateTime::now_utc().unix_timestamp();
    Ok(Inbox {
        pending: in_state(Stage::Pending).count(db).await? as f64,
        dead: in_state(Stage::Dead).count(db).await? as f64,
        oldest: oldest.flatten().map_or(0, |oldest| now - oldest) as f64,
        failing: sync_job::Entity::find().filter(sync_job::Column::Failures.gt(0)).count(db).await? as f64,
        missing: customer::Entity::find().filter(customer::Column::MissingSince.is_not_null()).count(db).await? as f64,
    })
}

/// Times every request by the route it took, never by its address.
pub async fn time_requests(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    histogram!(HTTP, "method" => method, "route" => route, "status" => status).record(began.elapsed());
    response
}

/// A method's name. Anybody can invent methods, and every name is a series that is kept for ever.
fn known(method: &Method) -> &'static str {
    const NAMES: [&str; 9] = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];
    NAMES.into_iter().find(|name| method == name).unwrap_or("other")
}

/// One attempt of a call to Stripe; `outcome` is a status or a word.
pub fn stripe_call(path: &str, outcome: String, began: Instant) {
    histogram!(STRIPE, "endpoint" => endpoint(path), "outcome" => outcome).record(began.elapsed());
}

/// A webhook that was `stored`, a `duplicate`, `refused` or `failed`.
pub fn webhook(outcome: &'static str) {
    counter!("webhook_events_total", "outcome" => outcome).increment(1);
}

/// An object that the worker refetched, or could not.
pub fn sync(target: &Target, outcome: &'static str) {
    let kind = match target {
        // What is fetched is their customer.
        Target::Customer(_) | Target::Charge(_) | Target::Invoice(_) => "customer",
        Target::Product(_) => "product",
        Target::Price(_) => "price",
    };
    counter!("syncs_total", "kind" => kind, "outcome" => outcome).increment(1);
}

/// Objects that were not as Stripe has them, and no event had told.
pub fn drifted(pass: &'static str, objects: u64) {
    counter!("reconcile_drifted_total", "pass" => pass).increment(objects);
}

/// Objects that a pass could not have; the worker tries them again.
pub fn unreadable(pass: &'static str, objects: u64) {
    counter!("reconcile_unreadable_total", "pass" => pass).increment(objects);
}

/// The path without its ids, of which there is no end; one with a slash in it does not make it longer.
fn endpoint(path: &str) -> String {
    path.split('/')
        .take(DEPTH)
        .map(|part| if part.is_empty() || WORDS.contains(&part) { part } else { "{id}" })
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_method_has_no_series_of_its_own() {
        assert_eq!((known(&Method::POST), known(&Method::PATCH)), ("POST", "PATCH"));
        for invented in ["BREW", "get", "X-1"] {
            assert_eq!(known(&Method::from_bytes(invented.as_bytes()).expect("a token")), "other", "{invented}");
        }
    }

    #[test]
    fn no_id_is_in_an_endpoint() {
        for (path, expected) in [
            ("/customers/cus_1", "/customers/{id}"),
            ("/products/Gold Plan", "/products/{id}"),
            ("/billing_portal/sessions", "/billing_portal/sessions"),
            ("/checkout/sessions/cs_1/expire", "/checkout/sessions/{id}/expire"),
            ("/products/a/b/c/d/e/f", "/products/{id}/{id}/{id}"),
        ] {
            assert_eq!(endpoint(path), expected);
        }
    }
}
