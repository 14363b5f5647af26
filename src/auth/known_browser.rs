//! A browser in which a user signed in before. Its failures are counted separately, so an
//! attacker's guesses cannot lock its owner out (OWASP's device cookies).
//!
//! The cookie gives no access. It is signed, and the server keeps no list of these cookies.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{
    auth::UserId,
    keys::{AppKeys, Purpose},
};

/// How long a cookie is valid, in seconds; each sign-in renews it.
pub const LIFETIME: i64 = 180 * 24 * 60 * 60;

/// The length of user, browser, password and time of creation, in bytes.
const MESSAGE: usize = 8 + 16 + PASSWORD + 8;

/// The length of the fingerprint of a password's hash, in bytes.
const PASSWORD: usize = 8;

/// A user and the browser in which they signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    pub user: UserId,
    /// Random; kept when the same user signs in again.
    pub id: [u8; 16],
    /// A fingerprint of the password's hash: after a change of password the browser is no longer
    /// known.
    password: [u8; PASSWORD],
}

impl KnownBrowser {
    /// The browser after a sign-in of `user`, whose password's hash is `hash`. It keeps the id of
    /// `before` if that was the same user's.
    pub fn signed_in(before: Option<Self>, user: UserId, hash: &str) -> Self {
        let known = before.filter(|browser| browser.is_known_to(user, hash));
        known.unwrap_or_else(|| Self { user, id: rand::random(), password: password(hash) })
    }

    /// Whether `user` signed in here with their current password, whose hash is `hash`.
    pub fn is_known_to(&self, user: UserId, hash: &str) -> bool {
        self.user == user && self.password == password(hash)
    }

    /// The cookie's value at the time `now`, in Unix seconds.
    pub fn sign(&self, keys: &AppKeys, now: i64) -> String {
        let mut signed = [&self.user.0.to_be_bytes()[..], &self.id, &self.password, &now.to_be_bytes()].concat();
        signed.extend(keys.tag(Purpose::KnownBrowser, &signed));
        URL_SAFE_NO_PAD.encode(signed)
    }

    /// Reads a cookie's value; `None` if it is not ours, or too old.
    pub fn read(keys: &AppKeys, value: &str, now: i64) -> Option<Self> {
        // Our cookies are never longer; longer ones are not decoded.
        if value.len() > 128 {
            return None;
        }
        let signed = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (message, tag) = signed.split_at_checked(MESSAGE)?;
        if !keys.verify(Purpose::KnownBrowser, message, tag) {
            return None;
        }
        let (user, rest) = message.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (password, made) = rest.split_first_chunk::<PASSWORD>()?;
        let made = i64::from_be_bytes(made.try_into().ok()?);
        let user = UserId(i64::from_be_bytes(*user));
        (now - made < LIFETIME).then_some(Self { user, id: *id, password: *password })
    }
}

/// A fingerprint of a salted hash, so it reveals nothing about the password.
fn password(hash: &str) -> [u8; PASSWORD] {
    let digest: [u8; 32] = Sha256::digest(hash).into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    [a, b, c, d, e, f, g, h]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_760_000_000;

    fn known() -> KnownBrowser {
        KnownBrowser::signed_in(None, UserId(7), "hash")
    }

    fn keys(secret: &str) -> AppKeys {
        AppKeys::new(&secret.repeat(32).parse().expect("long enough"))
    }

    #[test]
    fn a_cookie_is_believed_until_it_is_too_old_and_by_nobody_else() {
        let browser = known();
        let cookie = browser.sign(&keys("a"), NOW);
        assert_eq!(KnownBrowser::read(&keys("a"), &cookie, NOW + LIFETIME - 1), Some(browser));
        assert_eq!(KnownBrowser::read(&keys("a"), &cookie, NOW + LIFETIME), None);
        assert_eq!(KnownBrowser::read(&keys("b"), &cookie, NOW), None);
    }

    #[test]
    fn another_user_or_another_password_makes_it_another_browser() {
        let browser = KnownBrowser::signed_in(None, UserId(7), "hash");
        assert_eq!(KnownBrowser::signed_in(Some(browser), UserId(7), "hash"), browser);
        for (user, hash) in [(8, "hash"), (7, "another")] {
            assert!(!browser.is_known_to(UserId(user), hash));
            assert_ne!(KnownBrowser::signed_in(Some(browser), UserId(user), hash).id, browser.id);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_other_value_is_believed(at in 0_usize..64, flip in 1_u8.., text in "\\PC{0,200}") {
            let mut signed = URL_SAFE_NO_PAD.decode(known().sign(&keys("a"), NOW)).expect("ours");
            signed[at] ^= flip;
            prop_assert_eq!(KnownBrowser::read(&keys("a"), &URL_SAFE_NO_PAD.encode(signed), NOW), None);
            prop_assert_eq!(KnownBrowser::read(&keys("a"), &text, NOW), None);
        }
    }
}
