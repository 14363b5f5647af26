//! The progress of a connection's current request. It decides the deadline, and whether the
//! connection may be closed earlier.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::connections::limits::Limits;

/// Written by the connection's task, read by the [registry](super::registry) when it needs a place.
#[derive(Debug)]
pub(super) struct Progress {
    state: Mutex<State>,
    /// Wakes the registry when it waits for a place.
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
    /// Since when the client has read nothing, although there is data to send.
    blocked_since: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing of another request has come since the last answer.
    Idle,
    /// Waiting for the head of the first request, or for the rest of a head.
    Head,
    /// The head is complete, the body is not.
    Body,
    /// The request is complete; the connection is not closed to make room.
    Answering,
    /// The answer is complete, but not sent completely.
    Sending,
    /// Closed to make room: no further request begins.
    Closed,
}

impl State {
    fn enter(&mut self, phase: Phase) {
        (self.phase, self.since) = (phase, Instant::now());
    }

    fn idle_since(&self) -> Option<Instant> {
        match self.phase {
            Phase::Closed => None,
            phase if phase.is_waiting() => Some(self.free_since),
            _ => self.blocked_since,
        }
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
        let state = State { phase: Phase::Head, since: now, free_since: now, blocked_since: None };
        Self { state: Mutex::new(state), changed, closed: CancellationToken::new() }
    }

    /// Bytes came.
    pub fn received(&self) {
        let mut state = self.state();
        if state.phase == Phase::Idle {
            state.enter(Phase::Head);
        }
    }

    /// A head is complete; `body` says whether a body follows. Returns whether the request may
    /// begin.
    pub fn begin_request(&self, body: bool) -> bool {
        let mut state = self.state();
        if state.phase == Phase::Closed {
            return false;
        }
        state.enter(if body { Phase::Body } else { Phase::Answering });
        true
    }

    /// The body is complete, or not needed.
    pub fn end_request(&self) {
        let mut state = self.state();
        // The time is not reset: the limit is for request and answer together.
        if state.phase == Phase::Body {
            state.phase = Phase::Answering;
        }
    }

    /// The answer is complete, but may not be sent completely.
    pub fn end_answer(&self) {
        let mut state = self.state();
        if matches!(state.phase, Phase::Body | Phase::Answering) {
            state.phase = Phase::Sending;
        }
    }

    /// Everything written is sent.
    pub fn sent(&self) {
        let mut state = self.state();
        if state.phase == Phase::Sending {
            state.enter(Phase::Idle);
            state.free_since = state.since;
            self.changed.notify_one();
        }
    }

    /// The client does not read: all buffers on the way to it are full.
    pub fn blocked(&self) {
        let mut state = self.state();
        if state.blocked_since.is_none() {
            state.blocked_since = Some(Instant::now());
            self.changed.notify_one();
        }
    }

    /// The client has read something.
    pub fn taken(&self) {
        self.state().blocked_since = None;
    }

    /// The time at which the connection is closed if nothing happens before.
    pub fn deadline(&self, limits: &Limits) -> Instant {
        let State { phase, since, blocked_since, .. } = *self.state();
        let deadline = match phase {
            Phase::Idle => since + limits.idle,
            Phase::Head => since + limits.head,
            Phase::Body | Phase::Answering | Phase::Sending => since + limits.answer,
            Phase::Closed => since,
        };
        blocked_since.map_or(deadline, |since| deadline.min(since + limits.blocked))
    }

    /// Whether it has no complete request.
    pub fn is_waiting(&self) -> bool {
        self.state().phase.is_waiting()
    }

    /// Since when it may be closed to make room; `None` if it has a complete request and its client
    /// reads the answer.
    pub fn idle_since(&self) -> Option<Instant> {
        self.state().idle_since()
    }

    /// Closes the connection if it is still idle, and returns whether it was.
    pub fn close_if_idle(&self) -> bool {
        let mut state = self.state();
        let is_idle = state.idle_since().is_some();
        if is_idle {
            state.phase = Phase::Closed;
            self.closed.cancel();
        }
        is_idle
    }

    /// Whether it was closed to make room.
    pub fn is_closed(&self) -> bool {
        self.state().phase == Phase::Closed
    }

    /// Waits until it is closed to make room.
    pub async fn closed(&self) {
        self.closed.cancelled().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
