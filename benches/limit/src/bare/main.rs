//! The least that an account page and a click can cost: the rows are read in the thread that answers, and the page is
//! a fixed one. It reads its settings where the site does.

use std::{cell::RefCell, env, error::Error, path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use limit::hashed;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    signal::{self, unix::SignalKind},
};

/// As large as the account page of the customer that is asked for.
const PAGE: &str = include_str!("page.html");

struct Bare {
    file: PathBuf,
    stripe: String,
    http: reqwest::Client,
}

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

impl Bare {
    /// Reads in this thread, in one transaction.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        CONNECTION.with_borrow_mut(|connection| {
            if connection.is_none() {
                *connection = Some(Connection::open(&self.file)?);
            }
            let connection = connection.as_ref().expect("opened above");
            connection.prepare_cached("BEGIN")?.execute([])?;
            let found = work(connection);
            connection.prepare_cached("COMMIT")?.execute([])?;
            found
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().nth(1).as_deref() != Some("serve") {
        return Err("it only serves".into());
    }
    let url = env::var("DATABASE_URL")?;
    let file = url.trim_start_matches("sqlite://").split('?').next().unwrap_or_default().into();
    let bare =
        Bare { file, stripe: env::var("STRIPE_API_BASE")?, http: reqwest::Client::builder().no_proxy().build()? };
    let app = Router::new()
        .route("/readyz", get(|| async { "ready" }))
        .route("/account", get(account))
        .route("/api/portal", post(portal))
        .route("/api/v1/access/{account}", get(access))
        .with_state(Arc::new(bare));
    let mut asked_to_stop = signal::unix::signal(SignalKind::terminate())?;
    let stop = async move {
        asked_to_stop.recv().await;
    };
    axum::serve(TcpListener::bind(env::var("LEPTOS_SITE_ADDR")?).await?, app).with_graceful_shutdown(stop).await?;
    Ok(())
}

/// The customer of whoever's session it is.
fn customer(connection: &Connection, headers: &HeaderMap) -> rusqlite::Result<Option<String>> {
    let cookie = headers.get(header::COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
    let session = cookie.split("; ").find_map(|cookie| cookie.strip_prefix("session=")).unwrap_or_default();
    let account: Option<String> = connection
        .prepare_cached("SELECT account_id FROM sessions WHERE id = ? AND expires_at > ?")?
        .query_row(params![hashed(session), clock::now_seconds()], |row| row.get(0))
        .optional()?;
    let Some(account) = account else { return Ok(None) };
    connection
        .prepare_cached(
            "SELECT stripe_customer_id FROM customer_owners JOIN accounts ON accounts.id = account_id WHERE account_id = ?",
        )?
        .query_row([account], |row| row.get(0))
        .optional()
}

async fn account(State(bare): State<Arc<Bare>>, headers: HeaderMap) -> Response {
    let found = bare.read(|connection| {
        let Some(customer) = customer(connection, &headers)? else { return Ok(None) };
        let mut values = 0;
        for table in [
            "SELECT * FROM customers WHERE stripe_customer_id = ?",
            "SELECT * FROM subscriptions JOIN subscription_items ON subscription_id = subscriptions.id \
             WHERE customer_id = ?",
            "SELECT * FROM payment_methods WHERE customer_id = ?",
            "SELECT * FROM invoices WHERE customer_id = ?",
        ] {
            let mut statement = connection.prepare_cached(table)?;
            let columns = statement.column_count();
            let mut rows = statement.query([&customer])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    values += usize::from(row.get_ref(column)? != rusqlite::types::ValueRef::Null);
                }
            }
        }
        Ok(Some(values))
    });
    match found {
        Ok(Some(values)) if values > 0 => {
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], Body::from(PAGE)).into_response()
        }
        Ok(_) => (StatusCode::FOUND, [(header::LOCATION, "/login")]).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn portal(State(bare): State<Arc<Bare>>, headers: HeaderMap) -> Response {
    let Ok(Some(customer)) = bare.read(|connection| customer(connection, &headers)) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let session =
        bare.http.post(format!("{}v1/billing_portal/sessions", bare.stripe)).body(format!("customer={customer}"));
    let Ok(answer) = session.send().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match answer.json::<Value>().await {
        Ok(session) => Json(json!({ "url": session["url"] })).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// As large as the answer that is asked for.
const ANSWER: &str = r#"{"account":"acct_00000000000000000000000000000001","revision":1,"as_of":"2026-12-08T09:30:00Z","stale":null,"standing":"active","features":{"api":{"granted":true},"seats":{"granted":true,"limit":5},"sso":{"granted":true}}}"#;

/// What an account may use: the key, the account and its revision; and without a validator, the rows that say it.
async fn access(State(bare): State<Arc<Bare>>, Path(account): Path<String>, headers: HeaderMap) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let key = text(header::AUTHORIZATION).trim_start_matches("Bearer cpk_").split_once('_');
    let Some((key, secret)) = key else { return StatusCode::UNAUTHORIZED.into_response() };
    let is_known = headers.contains_key(header::IF_NONE_MATCH);
    let found = bare.read(|connection| {
        let hash: Option<String> = connection
            .prepare_cached("SELECT secret_hash FROM api_keys WHERE id = ? AND revoked_at IS NULL")?
            .query_row([format!("key_{key}")], |row| row.get(0))
            .optional()?;
        let found: Option<(i64, String)> = connection
            .prepare_cached(
                "SELECT revision, stripe_customer_id FROM account_access JOIN customer_owners USING (account_id) \
                 WHERE account_id = ?",
            )?
            .query_row([&account], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((revision, customer)) = found.filter(|_| hash == Some(hashed(secret))) else { return Ok(None) };
        let mut values = 0;
        let tables = [
            "SELECT * FROM customers WHERE stripe_customer_id = ?",
            "SELECT * FROM subscriptions JOIN subscription_items ON subscription_id = subscriptions.id \
             WHERE customer_id = ?",
        ];
        for table in tables.iter().filter(|_| !is_known) {
            let mut statement = connection.prepare_cached(table)?;
            let columns = statement.column_count();
            let mut rows = statement.query([&customer])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    values += usize::from(row.get_ref(column)? != rusqlite::types::ValueRef::Null);
                }
            }
        }
        Ok(Some((revision, values)))
    });
    let tag = |revision: i64| [(header::ETAG, format!("W/\"{revision}\""))];
    match found {
        Ok(Some((revision, _))) if is_known => (StatusCode::NOT_MODIFIED, tag(revision)).into_response(),
        Ok(Some((revision, values))) if values > 0 => {
            (tag(revision), [(header::CONTENT_TYPE, "application/json")], Body::from(ANSWER)).into_response()
        }
        Ok(_) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
