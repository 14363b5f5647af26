//! Errors that are shown to the client.

use http::StatusCode;
use leptos::server_fn::error::FromServerFnError;

/// A server function's error, with its status for scripts. Each is a closed list
/// without free text, since it travels in a URL, where anybody could write it.
pub trait PublicError: FromServerFnError {
    /// One of 401, 403, 404, 409, 422, 429 and 503.
    fn status(&self) -> StatusCode;

    /// Seconds after which to try again, if known more precisely than by the status.
    fn retry_after(&self) -> Option<u16> {
        None
    }
}
