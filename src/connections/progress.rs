//! How far a connection is with its current request: what decides when it must end, and whether it
//! may be closed before.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::connections::limits::Limits;

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
    /// Since when the client has taken nothing of what there is to send.
    blocked_since: Option<Instant>,
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

    /// The client takes nothing more: all buffers on the way to it are full.
    pub fn blocked(&self) {
        let mut state = self.state();
        if state.blocked_since.is_none() {
            state.blocked_since = Some(Instant::now());
            self.changed.notify_one();
        }
    }

    /// The client has taken something.
    pub fn taken(&self) {
        self.state().blocked_since = None;
    }

    /// When the connection must end if nothing happens until then.
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

    /// Whether it has no request, or only a part of one.
    pub fn is_waiting(&self) -> bool {
        self.state().phase.is_waiting()
    }

    /// Since when nobody would miss it; `None` if it has a whole request and its client takes the answer.
    pub fn idle_since(&self) -> Option<Instant> {
        self.state().idle_since()
    }

    /// Ends the connection if nobody would miss it still, and says whether that is so.
    pub fn close_if_idle(&self) -> bool {
        let mut state = self.state();
        let is_idle = state.idle_since().is_some();
        if is_idle {
            state.phase = Phase::Closed;
            self.closed.cancel();
        }
        is_idle
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
