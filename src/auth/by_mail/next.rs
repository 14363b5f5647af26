//! Where to go after a mailed link. It can be a link with a secret itself, such as an invitation: so it is encrypted.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    auth::sign_in::unavailable,
    keys::{AppKeys, Purpose},
    model::AuthError,
    token::Token,
};

fn context(link_hash: &str) -> String {
    format!("email_tokens {link_hash}")
}

/// What is stored with the link.
pub fn seal(keys: &AppKeys, link: &Token, next: &str) -> Result<Option<String>, AuthError> {
    let sealed = keys.seal(Purpose::Stored, context(&link.hash()).as_bytes(), next.as_bytes()).map_err(unavailable)?;
    Ok(Some(STANDARD.encode(sealed)))
}

/// What was stored with the link; `None` if it was sealed under another `APP_SECRET`.
pub fn unseal(keys: &AppKeys, link_hash: &str, stored: Option<&str>) -> Option<String> {
    let sealed = STANDARD.decode(stored?).ok()?;
    String::from_utf8(keys.open(Purpose::Stored, context(link_hash).as_bytes(), &sealed)?).ok()
}
