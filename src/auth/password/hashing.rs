//! Hashing passwords with Argon2id: a few at a time, in reused memory.
//!
//! Each hash takes 19 MiB and tens of milliseconds. Without a limit a few attackers would starve
//! everybody else; and the allocator does not return memory that is allocated for each hash.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{auth::password::Password, model::AuthError};

/// The limits of hashing.
#[derive(Clone, Copy, Debug)]
pub struct Hashing {
    /// Passwords hashed at the same time; each takes a core and 19 MiB.
    pub at_once: usize,
    /// Passwords that may wait: about a second's work for two at a time. When the queue is full,
    /// the client is told to try again.
    pub waiting: usize,
}

impl Hashing {
    /// For an operator's command, which hashes one password.
    pub const ONE: Self = Self { at_once: 1, waiting: 0 };
}

impl Default for Hashing {
    fn default() -> Self {
        Self { at_once: 2, waiting: 32 }
    }
}

/// Argon2id v19 with 19 MiB, t=2, p=1: the crate's defaults, which are OWASP's first choice.
static ARGON2: LazyLock<Argon2<'static>> = LazyLock::new(Argon2::default);

/// The hash to check against when the address is unknown, so that the answer takes the same time. A
/// constant, so that the first such answer does not take twice as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$EJtFSepHEzypBUF+inDcEQ$iZupQ55YDsbu+4Czaxb8685aRHxbXPmlV/1dju/MESs";

/// OWASP and RFC 9106, 3.1: 16 bytes.
const SALT: usize = 16;

type Memory = Vec<Block>;

/// Hashes and verifies off the async threads. Clones share the limits and the memory.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// Permits for passwords that are hashed or wait.
    places: Arc<Semaphore>,
    /// Permits for passwords that are hashed.
    permits: Arc<Semaphore>,
    /// At most one per permit, allocated when first needed.
    memories: Arc<Mutex<Vec<Memory>>>,
}

/// A place among the passwords that are hashed or wait.
#[derive(Debug)]
pub struct Place(OwnedSemaphorePermit);

impl Passwords {
    pub fn new(Hashing { at_once, waiting }: Hashing) -> Self {
        Self {
            places: Arc::new(Semaphore::new(at_once + waiting)),
            permits: Arc::new(Semaphore::new(at_once)),
            memories: Arc::default(),
        }
    }

    /// Takes a place. Must be called before the attempt is counted as a failure.
    ///
    /// # Errors
    /// [`AuthError::Busy`] if too many wait already.
    pub fn place(&self) -> Result<Place, AuthError> {
        self.places.clone().try_acquire_owned().map(Place).map_err(|_| AuthError::Busy)
    }

    /// The password as a PHC string, salted.
    ///
    /// # Errors
    /// [`AuthError::Unavailable`] if the machine has no memory for it or is shutting down.
    pub async fn hash(&self, place: Place, password: Password) -> Result<String, AuthError> {
        let hashed = self.off_thread(place, move |memory| hash(password.0.expose_secret().as_bytes(), memory)).await?;
        hashed.map_err(|error| {
            tracing::error!(error = %error, "a password could not be hashed");
            AuthError::Unavailable
        })
    }

    /// Whether `stored` is the hash of this password. `None` means that the account does not exist;
    /// that takes the same time.
    ///
    /// # Errors
    /// As [`Passwords::hash`].
    pub async fn verify(
        &self,
        place: Place,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<bool, AuthError> {
        self.off_thread(place, move |memory| {
            let known = stored.is_some();
            let stored = stored.as_deref().unwrap_or(NOBODY);
            matches(password.expose_secret().as_bytes(), stored, memory) && known
        })
        .await
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        Place(place): Place,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, AuthError> {
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| AuthError::Unavailable)?;
        let memories = self.memories.clone();
        tokio::task::spawn_blocking(move || {
            // Held until the memory is returned, even if the request was dropped.
            let _held = (place, permit);
            let free = memories.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut memory = free.unwrap_or_default();
            let done = work(&mut memory);
            memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
            done
        })
        .await
        .map_err(|_| AuthError::Unavailable)
    }
}

/// The part of the memory that these parameters need, extended if it is too small.
fn blocks<'a>(memory: &'a mut Memory, params: &Params) -> &'a mut [Block] {
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::new());
    }
    memory
}

fn hash(password: &[u8], memory: &mut Memory) -> Result<String, argon2::password_hash::Error> {
    let salt: [u8; SALT] = rand::random();
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    let params = ARGON2.params();
    ARGON2.hash_password_into_with_memory(password, &salt, &mut output, blocks(memory, params))?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params)?,
        salt: Some(Salt::new(&salt)?),
        hash: Some(Output::new(&output)?),
    };
    Ok(hash.to_string())
}

/// Uses the hash's own parameters. A text that is not a valid hash matches nothing.
fn matches(password: &[u8], stored: &str, memory: &mut Memory) -> bool {
    let mut verified = || {
        let stored = PasswordHash::new(stored).ok()?;
        let (salt, expected) = (stored.salt?, stored.hash?);
        let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
        let version = Version::try_from(stored.version?).ok()?;
        let params = Params::try_from(&stored).ok()?;
        let memory = blocks(memory, &params);
        let mut output = [0; Output::MAX_LENGTH];
        let output = output.get_mut(..expected.len())?;
        let argon2 = Argon2::new(algorithm, version, params);
        argon2.hash_password_into_with_memory(password, &salt, output, memory).ok()?;
        Some(output.ct_eq(expected.as_bytes()).into())
    };
    verified().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher;

    use super::*;

    fn choose(text: &str) -> Password {
        let site = "https://billing.example".parse().expect("valid");
        Password::choose(text, &"ada@example.com".parse().expect("valid"), &site).expect("good")
    }

    async fn hashed(passwords: &Passwords, text: &str) -> String {
        passwords.hash(passwords.place().expect("a place"), choose(text)).await.expect("hash")
    }

    async fn verified(passwords: &Passwords, text: &str, stored: Option<&str>) -> Result<bool, AuthError> {
        passwords.verify(passwords.place()?, text.into(), stored.map(str::to_owned)).await
    }

    #[tokio::test]
    async fn verifies_what_it_hashed_and_nothing_else() {
        let passwords = Passwords::new(Hashing::default());
        let stored = hashed(&passwords, "correct horse battery").await;
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(hashed(&passwords, "correct horse battery").await, stored);
        assert_eq!(verified(&passwords, "correct horse battery", Some(&stored)).await, Ok(true));
        assert_eq!(verified(&passwords, "correct horse", Some(&stored)).await, Ok(false));
        assert_eq!(verified(&passwords, "none", Some("none")).await, Ok(false));
        // The stand-in is a hash like any other, and opens nothing.
        assert_eq!(NOBODY.split('$').nth(3), stored.split('$').nth(3));
        assert_eq!(verified(&passwords, "nobody has this password", Some(NOBODY)).await, Ok(true));
        assert_eq!(verified(&passwords, "nobody has this password", None).await, Ok(false));
    }

    /// Made in the crate's own way, which versions before this one used.
    #[tokio::test]
    async fn verifies_what_the_crate_hashed() {
        let stored = ARGON2.hash_password(b"correct horse battery").expect("hash").to_string();
        let passwords = Passwords::new(Hashing::default());
        assert_eq!(verified(&passwords, "correct horse battery", Some(&stored)).await, Ok(true));
    }

    #[tokio::test]
    async fn memory_is_used_again() {
        let passwords = Passwords::new(Hashing { at_once: 2, waiting: 100 });
        let guesses = (0..20).map(|_| verified(&passwords, "wrong", None));
        assert!(futures::future::join_all(guesses).await.into_iter().all(|right| right == Ok(false)));
        assert!(passwords.memories.lock().expect("no panic").len() <= 2);
    }

    #[tokio::test]
    async fn whoever_comes_when_too_many_wait_is_told_so_at_once() {
        let passwords = Passwords::new(Hashing { at_once: 1, waiting: 2 });
        let guesses = (0..10).map(|_| verified(&passwords, "wrong", None));
        let answers = futures::future::join_all(guesses).await;
        assert_eq!(answers.iter().filter(|answer| **answer == Err(AuthError::Busy)).count(), 7);
        assert_eq!(verified(&passwords, "wrong", None).await, Ok(false));
    }
}
