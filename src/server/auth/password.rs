//! Passwords: what is accepted, and how they are kept.

use std::sync::{Arc, LazyLock};

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::model::AuthError;

/// OWASP ASVS 5, 6.2.1 and 6.2.9: at least 8 characters, at least 64 allowed. The upper bound only
/// keeps hashing from being fed megabytes.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=256;

/// zxcvbn's second step of five: beyond the lists of common passwords (ASVS 6.2.4), without rules
/// about which characters to use (6.2.5).
const MIN_SCORE: zxcvbn::Score = zxcvbn::Score::Two;

/// A password somebody chose, fit to be kept.
#[derive(Debug)]
pub struct Password(SecretString);

impl Password {
    /// # Errors
    /// Which rule it breaks.
    pub fn choose(text: &str, email: &super::Email) -> Result<Self, AuthError> {
        let length = text.chars().count();
        if length < *LENGTH.start() {
            return Err(AuthError::PasswordTooShort);
        }
        if length > *LENGTH.end() {
            return Err(AuthError::PasswordTooLong);
        }
        if zxcvbn::zxcvbn(text, &[email.as_str()]).score() < MIN_SCORE {
            return Err(AuthError::PasswordTooCommon);
        }
        Ok(Self(text.into()))
    }
}

/// Hashes and verifies off the async threads, a few at a time: each takes 19 MiB and tens of
/// milliseconds, so that without a limit a handful of attackers would starve everyone else.
#[derive(Clone, Debug)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self(Arc::new(Semaphore::new(cores)))
    }
}

/// Argon2id v19 with 19 MiB, t=2, p=1: the crate's defaults, which are OWASP's first choice.
static ARGON2: LazyLock<Argon2<'static>> = LazyLock::new(Argon2::default);

/// What a password is checked against when the address is unknown, so that the answer takes as long.
/// A constant, so that the first such answer does not take twice as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$EJtFSepHEzypBUF+inDcEQ$iZupQ55YDsbu+4Czaxb8685aRHxbXPmlV/1dju/MESs";

impl Passwords {
    /// The password as a PHC string, salted.
    ///
    /// # Errors
    /// [`AuthError::Unavailable`] if the machine has no randomness or is shutting down.
    pub async fn hash(&self, password: Password) -> Result<String, AuthError> {
        self.off_thread(move || hash(password.0.expose_secret())).await?.ok_or(AuthError::Unavailable)
    }

    /// Whether the password is the one that `stored` was made from. `None`: there is no such
    /// account, which takes the same time to find out.
    ///
    /// # Errors
    /// [`AuthError::Unavailable`] if the machine is shutting down.
    pub async fn verify(&self, password: SecretString, stored: Option<String>) -> Result<bool, AuthError> {
        self.off_thread(move || {
            let known = stored.is_some();
            let matches = PasswordHash::new(stored.as_deref().unwrap_or(NOBODY))
                .is_ok_and(|hash| ARGON2.verify_password(password.expose_secret().as_bytes(), &hash).is_ok());
            matches && known
        })
        .await
    }

    async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AuthError> {
        let permit = self.0.clone().acquire_owned().await.map_err(|_| AuthError::Unavailable)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|_| AuthError::Unavailable)
    }
}

fn hash(password: &str) -> Option<String> {
    ARGON2.hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(text: &str) -> Result<Password, AuthError> {
        Password::choose(text, &"grace.hopper@example.com".parse().expect("valid"))
    }

    #[test]
    fn says_which_rule_a_password_breaks() {
        assert_eq!(choose("a1$").unwrap_err(), AuthError::PasswordTooShort);
        assert_eq!(choose("password1").unwrap_err(), AuthError::PasswordTooCommon);
        assert_eq!(choose("grace.hopper@example.com").unwrap_err(), AuthError::PasswordTooCommon);
        assert_eq!(choose(&"x4".repeat(200)).unwrap_err(), AuthError::PasswordTooLong);
        assert!(choose("correct horse battery staple").is_ok());
        assert!(choose("ünïcödé läuft auch").is_ok());
    }

    #[tokio::test]
    async fn verifies_what_it_hashed_and_nothing_else() {
        let passwords = Passwords::default();
        let stored = passwords.hash(choose("correct horse battery").expect("good")).await.expect("hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let stored_parameters = stored.split('$').nth(3).map(str::to_owned);
        assert!(passwords.verify("correct horse battery".into(), Some(stored.clone())).await.expect("verify"));
        assert!(!passwords.verify("correct horse".into(), Some(stored)).await.expect("verify"));
        // The stand-in is a hash like any other, and opens nothing.
        assert!(passwords.verify("nobody has this password".into(), Some(NOBODY.to_owned())).await.expect("verify"));
        assert_eq!(NOBODY.split('$').nth(3), stored_parameters.as_deref());
        assert!(!passwords.verify("nobody has this password".into(), None).await.expect("verify"));
    }
}
