//! By which a caller learns that an answer is still the same.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::{account_access::Look, config::AppUrl, text::Reader};

/// The bytes of a hash that are enough to tell answers of one account from each other.
const LENGTH: usize = 16;

/// The validator of an answer (RFC 9110, 8.8.3). It is a weak one: `as_of` differs. It covers all the rest.
///
/// Without `fingerprint` it is that of the answer for which the revision stands, and `None` where that may be another one
/// by now: the rules are others, or its time has passed.
pub fn etag(
    look: &Look,
    fingerprint: Option<i64>,
    app_url: &AppUrl,
    reader: &Reader,
    now: OffsetDateTime,
) -> Option<String> {
    let fingerprint = match fingerprint {
        None if look.is_settled(now) => look.fingerprint?,
        computed => computed?,
    };
    let stale = look.stale(now).map(|stale| stale.since.unix_timestamp());
    let covered = (
        env!("CARGO_PKG_VERSION"),
        app_url.to_string(),
        reader.language().tag.as_str(),
        look.account.as_deref(),
        (look.revision(), fingerprint, stale),
    );
    let hash = Sha256::digest(format!("{covered:?}"));
    Some(format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&hash[..LENGTH])))
}

/// Whether the caller has this answer, by the header `If-None-Match` (RFC 9110, 13.1.2).
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let opaque = |tag: &str| {
        let tag = tag.trim();
        tag.strip_prefix("W/").unwrap_or(tag).to_owned()
    };
    let ours = opaque(etag);
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|tag| tag.trim() == "*" || opaque(tag) == ours)
}
