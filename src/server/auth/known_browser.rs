//! A browser in which somebody signed in before. An attacker's guesses cannot keep its owner out: they
//! are not counted together (OWASP's device cookies).
//!
//! The cookie opens nothing. It is signed, and the server keeps no list of them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::UserId;
use crate::server::keys::{AppKeys, Purpose};

/// Unix seconds for which a cookie is believed; each sign-in renews it.
pub const LIFETIME: i64 = 180 * 24 * 60 * 60;

/// User, browser and the time it was made.
const MESSAGE: usize = 8 + 16 + 8;

/// Who signed in, in which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    pub user: UserId,
    /// At random; kept while the same user signs in again.
    pub id: [u8; 16],
}

impl KnownBrowser {
    /// A browser that was not known before.
    pub fn new(user: UserId) -> Self {
        Self { user, id: rand::random() }
    }

    /// The cookie's value at the time `now`, in Unix seconds.
    pub fn sign(&self, keys: &AppKeys, now: i64) -> String {
        let mut signed = [&self.user.0.to_be_bytes()[..], &self.id, &now.to_be_bytes()].concat();
        signed.extend(keys.tag(Purpose::KnownBrowser, &signed));
        URL_SAFE_NO_PAD.encode(signed)
    }

    /// Reads a cookie's value; `None` if it is not ours, or too old.
    pub fn read(keys: &AppKeys, value: &str, now: i64) -> Option<Self> {
        // So much and no more is ours; longer ones are not even decoded.
        if value.len() > 128 {
            return None;
        }
        let signed = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (message, tag) = signed.split_at_checked(MESSAGE)?;
        if !keys.verify(Purpose::KnownBrowser, message, tag) {
            return None;
        }
        let (user, rest) = message.split_first_chunk::<8>()?;
        let (id, made) = rest.split_first_chunk::<16>()?;
        let made = i64::from_be_bytes(made.try_into().ok()?);
        (now - made < LIFETIME).then_some(Self { user: UserId(i64::from_be_bytes(*user)), id: *id })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_760_000_000;

    fn keys(secret: &str) -> AppKeys {
        AppKeys::new(&secret.repeat(32).parse().expect("long enough"))
    }

    #[test]
    fn a_cookie_is_believed_until_it_is_too_old_and_by_nobody_else() {
        let browser = KnownBrowser::new(UserId(7));
        let cookie = browser.sign(&keys("a"), NOW);
        assert_eq!(KnownBrowser::read(&keys("a"), &cookie, NOW + LIFETIME - 1), Some(browser));
        assert_eq!(KnownBrowser::read(&keys("a"), &cookie, NOW + LIFETIME), None);
        assert_eq!(KnownBrowser::read(&keys("b"), &cookie, NOW), None);
    }

    proptest! {
        #[test]
        fn no_other_value_is_believed(at in 0_usize..64, flip in 1_u8.., text in "\\PC{0,200}") {
            let mut signed = URL_SAFE_NO_PAD.decode(KnownBrowser::new(UserId(7)).sign(&keys("a"), NOW)).expect("ours");
            signed[at] ^= flip;
            prop_assert_eq!(KnownBrowser::read(&keys("a"), &URL_SAFE_NO_PAD.encode(signed), NOW), None);
            prop_assert_eq!(KnownBrowser::read(&keys("a"), &text, NOW), None);
        }
    }
}
