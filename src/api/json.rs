//! Bodies of requests: JSON, whose errors name the field.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::problem::Problem;

/// How long a body may take.
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// The body.
pub struct ApiJson<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for ApiJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::MediaType);
        }
        let body = tokio::time::timeout(BODY_WITHIN, Bytes::from_request(request, state)).await;
        let body = body.map_err(|_| Problem::Slow)?.map_err(|unread| match unread.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
            _ => Problem::Malformed("the body cannot be read".to_owned()),
        })?;
        read(&body).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let field = error.path().to_string();
        let inner = error.into_inner();
        match inner.classify() {
            Category::Data => Problem::Invalid { field: named(&field), detail: without_place(&inner) },
            Category::Syntax | Category::Eof | Category::Io => Problem::Malformed(inner.to_string()),
        }
    })?;
    json.end().map_err(|error| Problem::Malformed(error.to_string()))?;
    Ok(value)
}

/// The whole body is called `body`.
fn named(field: &str) -> String {
    if field == "." { "body".to_owned() } else { field.to_owned() }
}

/// Line and column mean nothing to somebody who sent one line.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(text, _)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::model::ExternalId;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "account")]
        _account: Inner,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "external_id")]
        _external_id: ExternalId,
    }

    #[test]
    fn an_error_names_its_field() {
        for (body, field) in [
            ("{}", "body"),
            ("7", "body"),
            (r#"{"account": {}}"#, "account"),
            (r#"{"account": {"external_id": 7}}"#, "account.external_id"),
            (r#"{"account": {"external_id": "acct_1"}}"#, "account.external_id"),
            (r#"{"account": {"external_id": "1", "nmae": "x"}}"#, "account.nmae"),
        ] {
            let Err(Problem::Invalid { field: named, detail }) = read::<Outer>(body.as_bytes()) else {
                panic!("{body} was read");
            };
            assert_eq!(named, field, "{body}");
            assert!(!detail.contains("line"), "{detail}");
        }
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for body in [
            "",
            "{",
            "account=1",
            r#"{"account": {"external_id": "1"}} x"#,
            r#"{"account": {"external_id": "\ud800"}}"#,
        ] {
            assert!(matches!(read::<Outer>(body.as_bytes()), Err(Problem::Malformed(_))), "{body}");
        }
    }
}
