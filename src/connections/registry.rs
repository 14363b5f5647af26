//! All open connections of a listener, of which there are only so many places.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use crate::connections::progress::Progress;

#[derive(Debug)]
pub(super) struct Registry {
    places: usize,
    open: Mutex<Open>,
    /// A connection has ended, or waits again.
    changed: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Open {
    connections: HashMap<u64, Arc<Progress>>,
    /// How many there have been, which numbers them.
    count: u64,
}

/// One place, free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    pub progress: Arc<Progress>,
    number: u64,
    registry: Arc<Registry>,
}

impl Registry {
    pub fn new(places: usize) -> Self {
        Self { places, open: Mutex::default(), changed: Arc::default() }
    }

    /// A place for a new connection. Where none is free, the connection is closed that has waited longest,
    /// for a request or for its client to read, so that nobody is locked out by those who send nothing and
    /// those who read nothing. Where none waits, the next one that does or ends makes room.
    pub async fn admit(self: &Arc<Self>) -> Place {
        loop {
            if let Some(place) = self.take_place() {
                return place;
            }
            self.changed.notified().await;
        }
    }

    fn take_place(self: &Arc<Self>) -> Option<Place> {
        let mut open = self.open();
        if open.connections.len() < self.places {
            let progress = Arc::new(Progress::new(self.changed.clone()));
            open.count += 1;
            let number = open.count;
            open.connections.insert(number, progress.clone());
            return Some(Place { progress, number, registry: self.clone() });
        }
        // One at a time: the one that was chosen last may not have ended yet.
        if open.connections.values().any(|connection| connection.is_closed()) {
            return None;
        }
        let idle = open.connections.values().filter_map(|it| Some((it.idle_since()?, it)));
        if let Some((_, longest)) = idle.min_by_key(|(since, _)| *since)
            && !longest.close_if_idle()
        {
            // It has gone on just now; another one may be waiting.
            self.changed.notify_one();
        }
        None
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.registry.open().connections.remove(&self.number);
        self.registry.changed.notify_one();
    }
}
