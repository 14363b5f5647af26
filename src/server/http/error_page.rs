//! The page for when no page can be rendered: a sentence and a way on, never a stack trace.

use std::{any::Any, time::Duration};

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

/// A plain page for the status.
pub fn error_page(status: StatusCode) -> Response {
    let (title, text) = match status {
        StatusCode::FORBIDDEN => (
            "That came from another page",
            "The request was not sent from this site, so it was refused. Nothing was changed.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => {
            ("Not available right now", "We cannot answer at the moment. Nothing was changed. Try again in a minute.")
        }
        StatusCode::GATEWAY_TIMEOUT => {
            ("That took too long", "The answer did not come in time. Try again in a minute.")
        }
        _ => ("Something went wrong", "That did not work. If it happens again, write to support."),
    };
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/error.css\"></head><body><main><h1>{title}</h1>\
         <p>{text}</p><p><a href=\"/\">Go to the start page</a></p></main></body></html>"
    );
    (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// Ends a request that takes longer than any of ours does.
pub async fn time_limit(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| error_page(StatusCode::GATEWAY_TIMEOUT))
}

/// For a handler that panicked. What it said went to the log by the panic hook.
pub fn panic_page(_: Box<dyn Any + Send + 'static>) -> Response {
    error_page(StatusCode::INTERNAL_SERVER_ERROR)
}
