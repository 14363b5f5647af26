//! What the provider says of itself: its discovery document and its keys, kept in memory.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use openidconnect::{IssuerUrl, JsonWebKeySet, ProviderMetadataWithLogout};
use tokio::{sync::Mutex, time::timeout};

use crate::{error::ProviderError, transport::Transport};

/// Seconds after which the provider is asked anew.
const GOOD_FOR: i64 = 60 * 60;

/// Seconds until a provider that did not answer is asked again, if it did before.
const AGAIN_AFTER: i64 = 60;

/// Seconds between two requests for keys because a token's is unknown.
const KEYS_AFTER: i64 = 60;

/// How long the provider may take to describe itself. What is known then still serves in time.
const LIMIT: Duration = Duration::from_secs(4);

/// The document with the keys.
#[derive(Clone, Debug)]
pub struct Known {
    pub metadata: ProviderMetadataWithLogout,
    /// When to ask anew, in Unix seconds.
    until: i64,
    /// When the keys were asked for because of a token, in Unix seconds.
    keys_asked_at: Option<i64>,
}

/// The memory.
#[derive(Debug)]
pub struct Memory {
    issuer: IssuerUrl,
    known: RwLock<Option<Arc<Known>>>,
    /// One asks, and the others wait for its answer.
    turn: Mutex<()>,
}

impl Memory {
    pub fn new(issuer: IssuerUrl) -> Self {
        Self { issuer, known: RwLock::default(), turn: Mutex::default() }
    }

    /// What is known, however old.
    pub fn last(&self) -> Option<Arc<Known>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is known, asked for anew if it is too old. While the provider does not answer, the last known serves.
    ///
    /// # Errors
    /// When it does not answer, and nothing is known of it.
    pub async fn get(&self, transport: &Transport) -> Result<Arc<Known>, ProviderError> {
        let fresh = || self.last().filter(|known| clock::now_seconds() < known.until);
        if let Some(known) = fresh() {
            return Ok(known);
        }
        let _turn = self.turn.lock().await;
        if let Some(known) = fresh() {
            return Ok(known);
        }
        let asked = timeout(LIMIT, ProviderMetadataWithLogout::discover_async(self.issuer.clone(), transport)).await;
        let asked = asked.map_or(Err(ProviderError::TimedOut), |answer| answer.map_err(ProviderError::from));
        let now = clock::now_seconds();
        match (asked, self.last()) {
            (Ok(metadata), last) => {
                let keys_asked_at = last.and_then(|last| last.keys_asked_at);
                Ok(self.keep(Known { metadata, until: now + GOOD_FOR, keys_asked_at }))
            }
            (Err(error), Some(last)) => {
                tracing::warn!(oidc.error = %error, "the identity provider did not describe itself; the last known serves");
                Ok(self.keep(Known { until: now + AGAIN_AFTER, ..Known::clone(&last) }))
            }
            (Err(error), None) => Err(error),
        }
    }

    /// The provider's newest keys, for a token whose key is not among these: at most once a minute.
    ///
    /// # Errors
    /// When the provider does not answer.
    pub async fn newer_keys(&self, than: &Known, transport: &Transport) -> Result<Option<Arc<Known>>, ProviderError> {
        let _turn = self.turn.lock().await;
        let Some(last) = self.last() else { return Ok(None) };
        if last.metadata.jwks() != than.metadata.jwks() {
            return Ok(Some(last));
        }
        let now = clock::now_seconds();
        if last.keys_asked_at.is_some_and(|asked| now < asked + KEYS_AFTER) {
            return Ok(None);
        }
        let known = self.keep(Known { keys_asked_at: Some(now), ..Known::clone(&last) });
        let keys = JsonWebKeySet::fetch_async(known.metadata.jwks_uri(), transport).await?;
        let metadata = known.metadata.clone().set_jwks(keys);
        Ok(Some(self.keep(Known { metadata, ..Known::clone(&known) })))
    }

    fn keep(&self, known: Known) -> Arc<Known> {
        let known = Arc::new(known);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
        known
    }
}
