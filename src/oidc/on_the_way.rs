//! The cookie of a browser that is on its way to the provider. Sealed, so that only this site reads it: it holds what
//! the answer must fit to.

use ::oidc::Attempt;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::{
    keys::{AppKeys, Purpose, SealError},
    model::ReturnPath,
};

/// How long somebody may take at the provider, in seconds.
pub const LIFETIME: i64 = 10 * 60;

/// The longest path that is come back to, in bytes: a browser keeps no cookie beyond 4096.
const LONGEST_PATH: usize = 1024;

/// A cookie of ours is never longer.
const LONGEST: usize = 4096;

/// What the browser takes along.
#[derive(Debug, Serialize, Deserialize)]
pub struct OnTheWay {
    pub attempt: Attempt,
    /// Where to go afterwards.
    next: String,
    /// In Unix seconds.
    began_at: i64,
}

impl OnTheWay {
    /// A browser that sets out now.
    pub fn new(attempt: Attempt, next: &ReturnPath) -> Self {
        let next = Some(next).filter(|next| next.as_str().len() <= LONGEST_PATH).cloned().unwrap_or_default();
        Self { attempt, next: next.to_string(), began_at: clock::now_seconds() }
    }

    /// Where to go afterwards.
    pub fn next(&self) -> ReturnPath {
        self.next.parse().unwrap_or_default()
    }

    /// The cookie's value.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn seal(&self, keys: &AppKeys) -> Result<String, SealError> {
        let plain = serde_json::to_vec(self).map_err(|_| SealError)?;
        Ok(URL_SAFE_NO_PAD.encode(keys.seal(Purpose::OnTheWay, b"", &plain)?))
    }

    /// Reads a cookie's value; `None` if it is not ours, or too old.
    pub fn open(keys: &AppKeys, value: &str) -> Option<Self> {
        if value.len() > LONGEST {
            return None;
        }
        let sealed = URL_SAFE_NO_PAD.decode(value).ok()?;
        let read: Self = serde_json::from_slice(&keys.open(Purpose::OnTheWay, b"", &sealed)?).ok()?;
        let age = clock::now_seconds() - read.began_at;
        (0..LIFETIME).contains(&age).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(secret: &str) -> AppKeys {
        AppKeys::new(&secret.repeat(32).parse().expect("long enough"))
    }

    fn on_the_way(next: &str) -> OnTheWay {
        let attempt =
            serde_json::json!({ "state": "s".repeat(22), "nonce": "n".repeat(22), "verifier": "v".repeat(43) });
        let next: ReturnPath = next.parse().unwrap_or_default();
        OnTheWay::new(serde_json::from_value(attempt).expect("an attempt"), &next)
    }

    #[test]
    fn a_cookie_is_read_by_whoever_sealed_it_until_it_is_too_old() {
        let mut way = on_the_way("/pricing");
        let cookie = way.seal(&keys("a")).expect("random bytes");
        assert!(OnTheWay::open(&keys("a"), &cookie).is_some_and(|way| way.next().as_str() == "/pricing"));
        assert!(OnTheWay::open(&keys("b"), &cookie).is_none());
        assert!(!cookie.contains("pricing"));
        for (age, is_read) in [(LIFETIME - 5, true), (LIFETIME, false), (-60, false)] {
            way.began_at = clock::now_seconds() - age;
            let cookie = way.seal(&keys("a")).expect("random bytes");
            assert_eq!(OnTheWay::open(&keys("a"), &cookie).is_some(), is_read, "{age}");
        }
    }

    #[test]
    fn a_browser_keeps_every_cookie() {
        for length in [1023, 1024, 2047] {
            let way = on_the_way(&format!("/{}", "\"".repeat(length)));
            let cookie = way.seal(&keys("a")).expect("random bytes");
            assert!(cookie.len() < 3900, "{length}: {}", cookie.len());
            assert!(OnTheWay::open(&keys("a"), &cookie).is_some());
        }
    }

    #[test]
    fn what_is_no_cookie_of_ours_is_nothing() {
        for value in ["", "a", "é", &"A".repeat(5000), &"A".repeat(200)] {
            assert!(OnTheWay::open(&keys("a"), value).is_none(), "{value}");
        }
    }
}
