//! The secret in a hand-over's link. Whoever has it is signed in, once.

use std::str::FromStr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::rand::{SystemRandom, generate};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// What the path of a link begins with. What follows is a secret.
pub const ENTER: &str = "/enter/";

/// Whether the path may contain a token, however many slashes it begins with.
pub fn is_entrance(path: &str) -> bool {
    path.trim_start_matches('/').starts_with(ENTER.trim_start_matches('/'))
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
    pub fn path(&self) -> SecretString {
        format!("{ENTER}{}", self.0.expose_secret()).into()
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
