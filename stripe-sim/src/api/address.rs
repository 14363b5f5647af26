//! The ids in the address of a request. Handlers take them as one text.

use percent_encoding::percent_decode_str;

/// What no id holds.
const BETWEEN_IDS: &str = "\u{1f}";

/// The ids in `path`, if it is an address of the form `pattern`.
pub(super) fn ids_in(path: &str, pattern: &str) -> Option<String> {
    let mut ids: Vec<String> = Vec::new();
    let (mut segments, mut pattern) = (path.split('/'), pattern.split('/'));
    loop {
        match (segments.next(), pattern.next()) {
            (None, None) => return Some(ids.join(BETWEEN_IDS)),
            (Some(segment), Some("{id}")) if !segment.is_empty() => {
                ids.push(percent_decode_str(segment).decode_utf8_lossy().into_owned());
            }
            (Some(segment), Some(expected)) if segment == expected => {}
            _ => return None,
        }
    }
}

/// Every id of an address.
pub(super) fn each_id(ids: &str) -> impl Iterator<Item = &str> {
    ids.split(BETWEEN_IDS).filter(|id| !id.is_empty())
}

/// The two ids of an address like `/v1/customers/{id}/tax_ids/{id}`.
pub(super) fn two_ids(ids: &str) -> (&str, &str) {
    ids.split_once(BETWEEN_IDS).unwrap_or((ids, ""))
}
