//! The last API requests, for tests that ask what was sent. The key a request came with is never kept.

use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

const KEPT: usize = 1_000;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub id: String,
    pub created: i64,
    pub method: String,
    pub path: String,
    /// As JSON text: of a thousand requests, trees of values would take more than a megabyte.
    #[serde(serialize_with = "as_value")]
    pub params: String,
    pub idempotency_key: Option<String>,
    /// Null while it is not answered, and for ever if a fault or the client kept it from being.
    pub status: Option<u16>,
    pub replayed: bool,
    pub fault: Option<&'static str>,
}

fn as_value<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<Value>(text).unwrap_or_default().serialize(serializer)
}

#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<VecDeque<Entry>>);

impl RequestLog {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin(&self, entry: Entry) {
        let mut entries = self.lock();
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    pub fn note(&self, id: &str, change: impl FnOnce(&mut Entry)) {
        // The newest are at the back, and a request is noted soon after it began.
        if let Some(entry) = self.lock().iter_mut().rev().find(|entry| entry.id == id) {
            change(entry);
        }
    }

    pub fn all(&self) -> Vec<Entry> {
        self.lock().iter().cloned().collect()
    }

    pub fn clear(&self) {
        self.lock().clear();
    }
}
