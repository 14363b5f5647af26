//! What the API, the hosted pages, the controls and the background tasks share.
//!
//! One lock around the state, never held across an await: a simulator wants every change to be atomic and in order far
//! more than it wants parallel writes.

use crate::faults::Faults;
use crate::idempotency::InFlight;
use crate::requests::RequestLog;
use crate::state::State;
use crate::state_file::StateFile;
use crate::tx::{Cause, Tx};
use crate::unkind::Limiter;
use crate::webhook_target::WebhookTarget;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

#[derive(Debug)]
pub(crate) struct World {
    pub base_url: String,
    state: Mutex<State>,
    target: Mutex<Option<WebhookTarget>>,
    pub in_flight: InFlight,
    pub faults: Faults,
    pub requests: RequestLog,
    pub limiter: Limiter,
    pub file: Option<StateFile>,
    pub events_due: Notify,
    pub answered: Notify,
    pub stopping: CancellationToken,
}

impl World {
    pub fn new(base_url: String, state: State, target: Option<WebhookTarget>, file: Option<StateFile>) -> Self {
        Self {
            base_url,
            state: Mutex::new(state),
            target: Mutex::new(target),
            in_flight: InFlight::default(),
            faults: Faults::default(),
            requests: RequestLog::default(),
            limiter: Limiter::default(),
            file,
            events_due: Notify::new(),
            answered: Notify::new(),
            stopping: CancellationToken::new(),
        }
    }

    /// A panic while the lock was held has been answered already; what it left is still the best there is.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    /// A change that is not worth saving.
    pub fn read_mut<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.lock())
    }

    /// A change to Stripe's objects, with its events.
    pub fn transact<T>(&self, cause: Cause, act: impl FnOnce(&mut Tx<'_>) -> T) -> T {
        let mut state = self.lock();
        let mut tx = Tx::new(&mut state, cause, self.target().is_some(), &self.base_url);
        let result = act(&mut tx);
        tx.settle_entitlements();
        let changed = tx.has_changed();
        drop(state);
        if changed {
            self.note_change();
        }
        result
    }

    /// A change to what surrounds the objects: deliveries, kept answers, switches.
    pub fn adjust<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let result = act(&mut self.lock());
        self.note_change();
        result
    }

    /// Writes the state file, if there is one and anything has changed since the last time.
    pub fn save(&self) -> io::Result<()> {
        match &self.file {
            Some(file) => file.flush(|| self.read(serde_json::to_vec)),
            None => Ok(()),
        }
    }

    fn note_change(&self) {
        self.events_due.notify_one();
        if let Some(file) = &self.file {
            file.mark_dirty();
        }
    }

    pub fn reset(&self) {
        self.adjust(|state| *state = State::new());
        self.faults.clear();
        self.requests.clear();
    }

    pub fn target(&self) -> Option<WebhookTarget> {
        self.target.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set_target(&self, target: WebhookTarget) {
        *self.target.lock().unwrap_or_else(PoisonError::into_inner) = Some(target);
        self.events_due.notify_one();
    }
}
