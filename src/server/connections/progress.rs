//! How far a connection is with its current request: what decides when it must end, and whether it
//! may be closed before.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;

use super::Limits;

/// Told by the connection's own task, read by whoever looks for room.
#[derive(Debug)]
pub(super) struct Progress {
    state: Mutex<State>,
    /// Wakes whoever looks for room.
    changed: Arc<Notify>,
    closed: CancellationToken,
}

#[derive(Clone, Copy, Debug)]
struct State {
    phase: Phase,
    /// When the phase began.
    since: Instant,
    /// When the last answer was sent, or the connection made.
    free_since: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing of another request has come since the last answer.
    Idle,
    /// A head is awaited: of the first request, or of one that has begun.
    Head,
    /// The head is here, the body is not.
    Body,
    /// The request is whole; nobody else may end it.
    Answering,
    /// The answer is made, its last bytes are not sent.
    Sending,
    /// Chosen to make room: nothing begins any more.
    Closed,
}

impl State {
    fn enter(&mut self, phase: Phase) {
        (self.phase, self.since) = (phase, Instant::now());
    }
}

impl Phase {
    fn is_waiting(self) -> bool {
        matches!(self, Self::Idle | Self::Head | Self::Body)
    }
}

impl Progress {
    pub fn new(changed: Arc<Notify>) -> Self {
        let now = Instant::now();
        let state = State { phase: Phase::Head, since: now, free_since: now };
        Self { state: Mutex::new(state), changed, closed: CancellationToken::new() }
    }

    /// Bytes came.
    pub fn received(&self) {
        let mut state = self.state();
        if state.phase == Phase::Idle {
            state.enter(Phase::Head);
        }
    }

    /// A head is whole; `body` says whether more is to come. The answer is whether the request may begin.
    pub fn begin_request(&self, body: bool) -> bool {
        let mut state = self.state();
        if state.phase == Phase::Closed {
            return false;
        }
        state.enter(if body { Phase::Body } else { Phase::Answering });
        true
    }

    /// The body is whole, or is not wanted.
    pub fn end_request(&self) {
        let mut state = self.state();
        // The time goes on: the limit is for request and answer together.
        if state.phase == Phase::Body {
            state.phase = Phase::Answering;
        }
    }

    /// All of the answer is made, and may not be sent yet.
    pub fn end_answer(&self) {
        let mut state = self.state();
        if matches!(state.phase, Phase::Body | Phase::Answering) {
            state.phase = Phase::Sending;
        }
    }

    /// All that was made is sent.
    pub fn sent(&self) {
        let mut state = self.state();
        if state.phase == Phase::Sending {
            state.enter(Phase::Idle);
            state.free_since = state.since;
            self.changed.notify_one();
        }
    }

    /// When the connection must end if nothing happens until then.
    pub fn deadline(&self, limits: &Limits) -> Instant {
        let State { phase, since, .. } = *self.state();
        match phase {
            Phase::Idle => since + limits.idle,
            Phase::Head => since + limits.head,
            Phase::Body | Phase::Answering | Phase::Sending => since + limits.answer,
            Phase::Closed => since,
        }
    }

    /// Since when it has had no request, or only a part of one; `None` if it has a whole one.
    pub fn waiting_since(&self) -> Option<Instant> {
        let state = self.state();
        state.phase.is_waiting().then_some(state.free_since)
    }

    /// Ends the connection if it is still waiting, and says whether it was.
    pub fn close_if_waiting(&self) -> bool {
        let mut state = self.state();
        let waiting = state.phase.is_waiting();
        if waiting {
            state.phase = Phase::Closed;
            self.closed.cancel();
        }
        waiting
    }

    /// Whether it has been chosen to make room.
    pub fn is_closed(&self) -> bool {
        self.state().phase == Phase::Closed
    }

    /// Waits until it is chosen to make room.
    pub async fn closed(&self) {
        self.closed.cancelled().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
