//! The secret in a link that works once. Whoever has the link may do what it is for.

use std::str::FromStr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::rand::{SystemRandom, generate};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// What the path of a hand-over's link begins with. What follows is a secret.
pub const ENTER: &str = "/enter/";

/// What the path of a mailed link begins with. What it is for follows, and a secret.
pub const MAILED: &str = "/mail/";

/// The path without a secret, to be logged; `None` if there can be none in it. However many slashes it begins with.
pub fn masked(path: &str) -> Option<&'static str> {
    let begins = |with: &str| path.trim_start_matches('/').starts_with(with.trim_start_matches('/'));
    if begins(ENTER) {
        Some("/enter/…")
    } else if begins(MAILED) {
        Some("/mail/…")
    } else {
        None
    }
}

/// The length in bytes.
const LENGTH: usize = 32;

/// A token. It does not print.
#[derive(Clone, Debug)]
pub struct Token(SecretString);

impl Token {
    /// A new one; `None` if the operating system gives no random bytes.
    pub fn random() -> Option<Self> {
        let bytes: [u8; LENGTH] = generate(&SystemRandom::new()).ok()?.expose();
        Some(Self(URL_SAFE_NO_PAD.encode(bytes).into()))
    }

    /// What is stored.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.expose_secret()))
    }

    /// The path that spends it.
    pub fn path(&self, begins_with: &str) -> SecretString {
        format!("{begins_with}{}", self.0.expose_secret()).into()
    }

    /// For a form or a cookie of the browser that has it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAToken;

impl FromStr for Token {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, NotAToken> {
        // Base64 without padding has four characters for three bytes.
        let fits = text.len() == (LENGTH * 4).div_ceil(3)
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if fits { Ok(Self(text.into())) } else { Err(NotAToken) }
    }
}
