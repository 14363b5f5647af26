//! What the driver and the bare handler share.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A session's id as its cookie has it.
pub fn session_cookie(number: u128) -> String {
    URL_SAFE_NO_PAD.encode(number.to_le_bytes())
}

/// What the table `sessions` keeps of it, in hex.
pub fn hashed(cookie: &str) -> String {
    Sha256::digest(cookie).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As many accounts are asked about, the first ones.
pub const ASKED: usize = 1000;

/// As many keys of the API there are.
pub const KEYS: u32 = 100;

/// The text of a key of the API.
pub fn api_key(number: usize) -> String {
    format!("cpk_{number:016x}_{}", api_secret(number))
}

/// The secret part of it, whose hash the table `api_keys` keeps.
pub fn api_secret(number: usize) -> String {
    format!("{number:0>43}")
}
