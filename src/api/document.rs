//! The API's description: an OpenAPI 3.1 document, made from the code.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{access, handovers, jwks, problem::Problem};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Customer Portal",
        description = "What the company's product asks of its customer portal. Errors are problem details (RFC 9457).",
        license(name = "MIT OR Apache-2.0"),
    ),
    paths(access::get, access::query, access::token, handovers::create, jwks::serve, serve),
    tags(
        (name = "handovers", description = "Handing a user over from the product"),
        (name = "access", description = "What an account may use"),
        (name = "document"),
    ),
    modifiers(&Key)
)]
struct Document;

struct Key;

impl Modify for Key {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let key = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("cpk_…")
            .description(Some("A key from `customer-portal key create`"))
            .build();
        document.components.get_or_insert_default().add_security_scheme("key", SecurityScheme::Http(key));
    }
}

static DOCUMENT: LazyLock<Result<String, serde_json::Error>> = LazyLock::new(|| Document::openapi().to_pretty_json());

/// This document
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "getDocument",
    tag = "document",
    responses((status = 200, description = "An OpenAPI 3.1 document", body = serde_json::Value))
)]
pub async fn serve() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")];
    match &*DOCUMENT {
        Ok(document) => (headers, document.as_str()).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "the API's document cannot be written");
            Problem::Internal.into_response()
        }
    }
}
