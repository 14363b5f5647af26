//! The text of a key: `cpk_` (so that secret scanners and people recognize it), the key's id, and its secret.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::rand::{SystemRandom, generate};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const KEY_PREFIX: &str = "cpk_";
const ID_PREFIX: &str = "key_";

/// The length of an id's random part, in hexadecimal digits.
const ID_LENGTH: usize = 16;

/// The length of a secret, in bytes.
const SECRET_LENGTH: usize = 32;

/// By which a key is listed and revoked: `key_` and 16 hexadecimal digits. It is no secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(String);

impl KeyId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// It is no key, or no key's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key's id is key_ and 16 hexadecimal digits, as `customer-portal key list` shows it")]
pub struct NotAKey;

impl FromStr for KeyId {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let digits = text.strip_prefix(ID_PREFIX).ok_or(NotAKey)?;
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if digits.len() == ID_LENGTH && digits.bytes().all(is_digit) { Ok(Self(text.to_owned())) } else { Err(NotAKey) }
    }
}

/// A whole key, with its secret. It does not print.
#[derive(Clone, Debug)]
pub struct PresentedKey {
    pub id: KeyId,
    secret: SecretString,
}

impl PresentedKey {
    /// A new key; `None` if the operating system gives no random bytes.
    pub fn random() -> Option<Self> {
        let random = SystemRandom::new();
        let id: [u8; ID_LENGTH / 2] = generate(&random).ok()?.expose();
        let secret: [u8; SECRET_LENGTH] = generate(&random).ok()?.expose();
        Some(Self {
            id: KeyId(format!("{ID_PREFIX}{}", hex::encode(id))),
            secret: URL_SAFE_NO_PAD.encode(secret).into(),
        })
    }

    /// The text to give to the product, once.
    pub fn expose(&self) -> SecretString {
        let id = self.id.0.trim_start_matches(ID_PREFIX);
        format!("{KEY_PREFIX}{id}_{}", self.secret.expose_secret()).into()
    }

    /// What is stored.
    pub fn secret_hash(&self) -> String {
        hex::encode(Sha256::digest(self.secret.expose_secret()))
    }

    /// Whether this is the key whose hash was stored.
    pub fn has_hash(&self, stored: &str) -> bool {
        self.secret_hash().as_bytes().ct_eq(stored.as_bytes()).into()
    }
}

impl FromStr for PresentedKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (id, secret) = text.strip_prefix(KEY_PREFIX).and_then(|rest| rest.split_once('_')).ok_or(NotAKey)?;
        // Base64 without padding has four characters for three bytes.
        let fits = secret.len() == (SECRET_LENGTH * 4).div_ceil(3) && secret.is_ascii();
        if !fits {
            return Err(NotAKey);
        }
        Ok(Self { id: format!("{ID_PREFIX}{id}").parse()?, secret: secret.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let key = PresentedKey::random().expect("random bytes");
        let text = key.expose();
        let read: PresentedKey = text.expose_secret().parse().expect("a key");
        assert_eq!(read.id, key.id);
        assert!(read.has_hash(&key.secret_hash()));
        assert!(!read.has_hash(&PresentedKey::random().expect("random bytes").secret_hash()));
        assert!(!format!("{key:?}").contains(text.expose_secret().splitn(3, '_').last().expect("three parts")));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let key = PresentedKey::random().expect("random bytes").expose();
        let key = key.expose_secret();
        for text in ["", "cpk_", "sk_test_1", &key[..key.len() - 1], &format!("{key}x"), &key.replace("cpk_", "")] {
            assert_eq!(text.parse::<PresentedKey>().err(), Some(NotAKey), "{text}");
        }
    }
}
