//! The keys with which the site signs and encrypts, derived from `APP_SECRET`.
//!
//! HKDF-SHA256 (RFC 5869) derives a separate key for every purpose, so that a signature for one
//! purpose is invalid for another. The first secret signs and encrypts, and all of them verify and
//! decrypt: to replace a secret, put the new one in front, and remove the old one when nothing that
//! it signed or encrypted is needed any more.

use std::{fmt, sync::Arc};

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce},
    hkdf::{HKDF_SHA256, KeyType, Okm, Prk, Salt},
    hmac::{self, HMAC_SHA256},
    rand::{SecureRandom, SystemRandom},
};

use crate::config::AppSecret;

/// Not secret: it separates these keys from those of other programs with the same secret.
const SALT: &[u8] = b"customer-portal";

/// The purpose of a key. If the format of its messages changes, it gets a new label: old messages
/// are then refused instead of misread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The cookie that tells a browser in which a user has signed in before.
    KnownBrowser,
    /// The cookie of a browser on its way to the identity provider.
    OnTheWay,
    /// The key under which failed sign-ins are counted.
    SignInFailures,
    /// Stored values that must be readable again, such as the secrets of outgoing webhooks.
    Stored,
    /// Mails that wait to be sent.
    Mail,
    /// The codes in mails that sign in.
    SignInCode,
    /// The private keys that sign access tokens.
    SigningKey,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::KnownBrowser => b"known-browser v1",
            Self::OnTheWay => b"on-the-way v1",
            Self::SignInFailures => b"sign-in-failures v1",
            Self::Stored => b"stored v1",
            Self::Mail => b"mail v1",
            Self::SignInCode => b"sign-in-code v1",
            Self::SigningKey => b"signing-key v1",
        }
    }
}

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct SealError;

/// Signs and encrypts, with a separate key for each purpose. Clones are cheap; `Debug` prints no
/// secret.
#[derive(Clone)]
pub struct AppKeys(Arc<Secrets>);

struct Secrets {
    current: Prk,
    previous: Vec<Prk>,
}

impl AppKeys {
    /// The keys of these secrets.
    pub fn new(secret: &AppSecret) -> Self {
        let salt = Salt::new(HKDF_SHA256, SALT);
        Self(Arc::new(Secrets {
            current: salt.extract(secret.current()),
            previous: secret.previous().map(|secret| salt.extract(secret)).collect(),
        }))
    }

    /// HMAC-SHA256 of the message.
    pub fn tag(&self, purpose: Purpose, message: &[u8]) -> [u8; 32] {
        let mut tag = [0; 32];
        tag.copy_from_slice(hmac::sign(&mac_key(&self.0.current, purpose), message).as_ref());
        tag
    }

    /// Whether the tag is right for this message and purpose, with any of the secrets. Compares in
    /// constant time.
    pub fn verify(&self, purpose: Purpose, message: &[u8], tag: &[u8]) -> bool {
        self.all().any(|secret| hmac::verify(&mac_key(secret, purpose), message, tag).is_ok())
    }

    /// Encrypts, so that only [`AppKeys::open`] with the same purpose and context reads it again; the
    /// context, such as the table and the id of the row, is not in it. 28 bytes longer than what it
    /// holds: a random nonce, then ChaCha20-Poly1305 (RFC 8439) with its tag. Good for 2³² values for a
    /// secret and purpose: so many random nonces of 96 bits may be drawn (NIST SP 800-38D, 8.3).
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn seal(&self, purpose: Purpose, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| SealError)?;
        let mut sealed = [nonce.as_slice(), plain].concat();
        let tag = seal_key(&self.0.current, purpose)
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(context),
                &mut sealed[NONCE_LEN..],
            )
            .map_err(|_| SealError)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Decrypts what [`AppKeys::seal`] returned; `None` if it was changed, or sealed with another
    /// secret, purpose or context.
    pub fn open(&self, purpose: Purpose, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>()?;
        self.all().find_map(|secret| {
            // Decryption works in place, and a failed one destroys the buffer.
            let mut rest = rest.to_vec();
            let nonce = Nonce::assume_unique_for_key(*nonce);
            let plain = seal_key(secret, purpose).open_in_place(nonce, Aad::from(context), &mut rest).ok()?.len();
            rest.truncate(plain);
            Some(rest)
        })
    }

    fn all(&self) -> impl Iterator<Item = &Prk> {
        std::iter::once(&self.0.current).chain(&self.0.previous)
    }
}

impl fmt::Debug for AppKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[app keys]")
    }
}

fn mac_key(secret: &Prk, purpose: Purpose) -> hmac::Key {
    derive(secret, &[b"hmac-sha256 ", purpose.label()], HMAC_SHA256)
}

fn seal_key(secret: &Prk, purpose: Purpose) -> LessSafeKey {
    LessSafeKey::new(derive(secret, &[b"chacha20-poly1305 ", purpose.label()], &CHACHA20_POLY1305))
}

/// A key for one algorithm. The label contains its name, so no key is used with two algorithms.
fn derive<A: KeyType, K: for<'a> From<Okm<'a, A>>>(secret: &Prk, label: &[&[u8]], algorithm: A) -> K {
    secret.expand(label, algorithm).expect("both algorithms take 32 bytes, and HKDF gives up to 8,160").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "the old secret of at least 32 bytes";
    const NEW: &str = "the new secret of at least 32 bytes";

    fn keys(secrets: &str) -> AppKeys {
        AppKeys::new(&secrets.parse().expect("valid"))
    }

    #[test]
    fn a_tag_is_good_for_its_message_and_purpose_alone() {
        let keys = keys(OLD);
        let tag = keys.tag(Purpose::KnownBrowser, b"message");
        assert!(keys.verify(Purpose::KnownBrowser, b"message", &tag));
        assert!(!keys.verify(Purpose::KnownBrowser, b"massage", &tag));
        assert!(!keys.verify(Purpose::Stored, b"message", &tag));
        assert!(!keys.verify(Purpose::KnownBrowser, b"message", &tag[..31]));
        assert!(!keys.verify(Purpose::KnownBrowser, b"message", &[]));
    }

    #[test]
    fn every_bit_of_a_tag_and_of_what_is_sealed_counts() {
        let keys = keys(OLD);
        let tag = keys.tag(Purpose::KnownBrowser, b"message");
        let sealed = keys.seal(Purpose::Stored, b"row 1", b"whsec_x").expect("random bytes");
        for bit in 0..tag.len() * 8 {
            let mut changed = tag;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!keys.verify(Purpose::KnownBrowser, b"message", &changed), "bit {bit}");
        }
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(keys.open(Purpose::Stored, b"row 1", &changed), None, "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(keys.open(Purpose::Stored, b"row 1", &sealed[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_in_its_context_alone() {
        let keys = keys(OLD);
        for plain in [b"".as_slice(), b"whsec_x"] {
            let sealed = keys.seal(Purpose::Stored, b"row 1", plain).expect("random bytes");
            assert_eq!(sealed.len(), plain.len() + 28);
            assert_eq!(keys.open(Purpose::Stored, b"row 1", &sealed).as_deref(), Some(plain));
            assert_eq!(keys.open(Purpose::Stored, b"row 2", &sealed), None);
            assert_eq!(keys.open(Purpose::KnownBrowser, b"row 1", &sealed), None);
        }
        let twice = [0, 1].map(|_| keys.seal(Purpose::Stored, b"", b"same").expect("random bytes"));
        assert_ne!(twice[0], twice[1], "equal values do not look equal");
    }

    #[test]
    fn a_secret_is_replaced_by_putting_the_new_one_in_front() {
        let (old, new) = (keys(OLD), keys(NEW));
        let both = keys(&format!("{NEW},{OLD}"));
        let (tag, sealed) =
            (old.tag(Purpose::KnownBrowser, b"m"), old.seal(Purpose::Stored, b"c", b"p").expect("random"));
        assert!(both.verify(Purpose::KnownBrowser, b"m", &tag) && !new.verify(Purpose::KnownBrowser, b"m", &tag));
        assert_eq!(both.open(Purpose::Stored, b"c", &sealed).as_deref(), Some(b"p".as_slice()));
        assert_eq!(new.open(Purpose::Stored, b"c", &sealed), None);

        let (tag, sealed) =
            (both.tag(Purpose::KnownBrowser, b"m"), both.seal(Purpose::Stored, b"c", b"p").expect("random"));
        assert!(new.verify(Purpose::KnownBrowser, b"m", &tag) && !old.verify(Purpose::KnownBrowser, b"m", &tag));
        assert!(
            new.open(Purpose::Stored, b"c", &sealed).is_some() && old.open(Purpose::Stored, b"c", &sealed).is_none()
        );
    }

    #[test]
    fn a_tag_is_the_same_in_every_release() {
        // Computed with Python: HKDF by hmac and hashlib, as RFC 5869 has it.
        let tag = keys("0123456789abcdef0123456789abcdef").tag(Purpose::KnownBrowser, b"message");
        assert_eq!(hex::encode(tag), "53e1da67bfa6245d5d60511199cde100aa11930b0b658796ae7f51c29cfd36a4");
    }

    #[test]
    fn keys_do_not_print() {
        assert_eq!(format!("{:?}", keys(OLD)), "[app keys]");
    }
}
