//! `GET /api/v1/access/{account}`

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    super::problem::Problem,
    answer::AccessAnswer,
    asker::Asker,
    etag::{etag, is_known},
};
use crate::text::Reader;

/// Every answer is asked for again, and most are the same: then nothing is sent.
const CACHE_CONTROL: &str = "private, no-cache";

/// Says what an account may use
///
/// Send the `ETag` of the last answer as `If-None-Match`: 304 means that it is still the same. An unknown account is 404
/// and means nothing about what may be used. An account without a Stripe customer has the standing `none`, and the features
/// that are free.
#[utoipa::path(
    get,
    path = "/api/v1/access/{account}",
    operation_id = "getAccess",
    tag = "access",
    params(
        ("account" = String, Path, description = "The product's own id of the account, or this site's (`acct_…`)", min_length = 1, max_length = 200),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the last answer"),
        ("Accept-Language" = Option<String>, Header, description = "The language of the labels"),
    ),
    responses(
        (status = 200, description = "What the account may use", body = AccessAnswer,
            headers(("ETag" = String, description = "Covers everything but as_of"))),
        (status = 304, description = "The answer is the one whose ETag was sent"),
        (status = 401, description = "No key, or not a valid one", body = super::super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope access:read", body = super::super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such account", body = super::super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls with this key; see Retry-After", body = super::super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 500, description = "Something went wrong; the site's log says more", body = super::super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The site cannot answer now, or the account's customer was not fetched from Stripe yet; see Retry-After", body = super::super::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 504, description = "The answer did not come in time; repeating the call does no harm", body = super::super::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("key" = []))
)]
pub async fn get(
    State(asker): State<Asker>,
    account: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (key, account) = asker.question(&headers, account).await?;
    let reader = reader(&headers);
    let app_url = &asker.settings.app_url;
    let is_conditional = headers.contains_key(header::IF_NONE_MATCH);
    if is_conditional {
        let look = asker.look(&key, &account).await?;
        if let Some(etag) = etag(&look, None, app_url, &reader, clock::now())
            && !look.is_unknown()
            && is_known(&headers, &etag)
        {
            return Ok((StatusCode::NOT_MODIFIED, validators(&etag)).into_response());
        }
    }
    let answered = asker.answer(&key, &account, is_conditional).await?;
    let fingerprint = Some(answered.access.fingerprint());
    let etag = etag(&answered.found.look, fingerprint, app_url, &reader, answered.now).ok_or(Problem::Internal)?;
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, validators(&etag)).into_response());
    }
    let answer = AccessAnswer::new(&answered, None, app_url, &reader);
    let language = [(header::CONTENT_LANGUAGE, reader.language().tag.clone())];
    Ok((validators(&etag), language, Json(answer)).into_response())
}

/// In which language labels are. Cookies mean nothing to the API.
pub fn reader(headers: &HeaderMap) -> Reader {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Reader::new(None, accepted, None)
}

fn validators(etag: &str) -> [(header::HeaderName, HeaderValue); 3] {
    let etag = HeaderValue::from_str(etag).unwrap_or(HeaderValue::from_static(""));
    [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, HeaderValue::from_static(CACHE_CONTROL)),
        (header::VARY, HeaderValue::from_static("Accept-Language")),
    ]
}
