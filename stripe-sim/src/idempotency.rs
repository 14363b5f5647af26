//! Idempotency keys: one key, one effect, one answer for 24 hours.

use crate::error::Error;
use crate::state::Payload;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

const KEPT_FOR: i64 = 24 * 60 * 60;
const LONGEST_KEY: usize = 255;

/// What a key is bound to by its first use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    pub method: String,
    pub path: String,
    pub params: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub fingerprint: Fingerprint,
    pub at: i64,
    pub request: String,
    pub status: u16,
    pub body: Payload,
}

/// The answers kept, oldest first.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Records(IndexMap<String, Record>);

impl Records {
    /// The answer to replay, if the key was used before for the same thing.
    pub fn find(&self, key: &str, fingerprint: &Fingerprint, now: i64) -> Result<Option<&Record>, Error> {
        match self.0.get(key).filter(|record| !record.is_stale(now)) {
            Some(record) if record.fingerprint == *fingerprint => Ok(Some(record)),
            Some(_) => Err(Error::KeyReused(key.to_owned())),
            None => Ok(None),
        }
    }

    pub fn keep(&mut self, key: String, record: Record) {
        let now = record.at;
        // Moved to the end first, so that the oldest stay in front and pruning looks at no more than it removes.
        self.0.shift_remove(&key);
        self.0.insert(key, record);
        let stale = self.0.values().take_while(|record| record.is_stale(now)).count();
        self.0.drain(..stale);
    }
}

impl Record {
    fn is_stale(&self, now: i64) -> bool {
        now > self.at.saturating_add(KEPT_FOR)
    }
}

/// The keys of requests that are being answered at this moment.
#[derive(Debug, Default)]
pub(crate) struct InFlight(Mutex<HashMap<String, Fingerprint>>);

impl InFlight {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Fingerprint>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds the key until the guard is dropped, also when the client has gone away.
    pub fn begin(&self, key: &str, fingerprint: &Fingerprint) -> Result<Guard<'_>, Error> {
        if key.len() > LONGEST_KEY {
            return Err(Error::refused(format!("Idempotency keys are limited to {LONGEST_KEY} characters.")));
        }
        let mut keys = self.lock();
        match keys.get(key) {
            Some(other) if other != fingerprint => Err(Error::KeyReused(key.to_owned())),
            Some(_) => Err(Error::KeyInUse(key.to_owned())),
            None => {
                keys.insert(key.to_owned(), fingerprint.clone());
                Ok(Guard { keys: self, key: key.to_owned() })
            }
        }
    }
}

pub(crate) struct Guard<'a> {
    keys: &'a InFlight,
    key: String,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.keys.lock().remove(&self.key);
    }
}
