//! The style of all hosted pages.

use axum::http::header;
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("style.css");
pub(super) const STYLE_PATH: &str = "/assets/hosted.css";

pub(super) async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, STYLE).into_response()
}
