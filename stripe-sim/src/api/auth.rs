//! Authentication: any test key is accepted.

use crate::error::Error;
use axum::http::{HeaderMap, header};
use base64::prelude::{BASE64_STANDARD, Engine};

/// `Bearer sk_test_…`, or Basic with the key as the user.
pub(crate) fn check(headers: &HeaderMap) -> Result<(), Error> {
    let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, credentials) = header.and_then(|value| value.split_once(' ')).ok_or(Error::NoKey)?;
    let key = if scheme.eq_ignore_ascii_case("bearer") {
        credentials.trim().to_owned()
    } else if scheme.eq_ignore_ascii_case("basic") {
        basic_user(credentials.trim()).ok_or(Error::NoKey)?
    } else {
        return Err(Error::NoKey);
    };
    let is_test_key =
        ["sk_test_", "rk_test_"].iter().any(|prefix| key.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()));
    if is_test_key {
        return Ok(());
    }
    // Enough to see which kind of key it was, and nothing to use.
    let kind = ["sk_live_", "rk_live_", "pk_live_", "pk_test_"].into_iter().find(|prefix| key.starts_with(prefix));
    Err(Error::BadKey(format!("{}****", kind.unwrap_or_default())))
}

/// The account's own id, which is all that `Stripe-Account` may name.
const ACCOUNT: &str = "acct_1SimulatedAccount";

/// There are no connected accounts.
pub(crate) fn check_account(headers: &HeaderMap) -> Result<(), Error> {
    let Some(account) = headers.get("stripe-account").map(|value| String::from_utf8_lossy(value.as_bytes())) else {
        return Ok(());
    };
    if account == ACCOUNT { Ok(()) } else { Err(Error::NoAccount(account.into_owned())) }
}

fn basic_user(credentials: &str) -> Option<String> {
    let decoded = BASE64_STANDARD.decode(credentials).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    Some(text.split_once(':').map_or(text.as_str(), |(user, _)| user).to_owned())
}
