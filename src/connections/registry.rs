//! All open connections of a listener, with a limited number of places.

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
    /// Notified when a connection has ended or becomes idle.
    changed: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Open {
    connections: HashMap<u64, Arc<Progress>>,
    /// The number of connections so far, used as their number.
    count: u64,
}

/// A place for one connection; dropping it frees the place.
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

    /// A place for a new connection. If none is free, the connection that has been idle longest is
    /// closed, so that clients that send or read nothing cannot lock out others. If none is idle,
    /// it waits for the next one that becomes idle or ends.
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
        // One at a time: the last closed connection may not have ended yet.
        if open.connections.values().any(|connection| connection.is_closed()) {
            return None;
        }
        let idle = open.connections.values().filter_map(|it| Some((it.idle_since()?, it)));
        if let Some((_, longest)) = idle.min_by_key(|(since, _)| *since)
            && !longest.close_if_idle()
        {
            // It has just become active; another one may be idle.
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
