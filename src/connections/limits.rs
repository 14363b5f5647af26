//! How long a connection may take for what, and how many there may be.

use std::time::Duration;

/// Of the descriptors that the process may have open, so many in ten are for connections; the rest is
/// for the database, for Stripe and for files.
const TENTHS: u64 = 8;

/// However many descriptors there are: a connection that waits takes some 20 kB of memory.
const MOST_CONNECTIONS: usize = 10_000;

/// What to expect where the system does not say how many descriptors there are: the usual soft limit.
const USUAL_DESCRIPTORS: u64 = 1024;

/// The limits of one listener.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From a request's first byte, or from the beginning of a connection, to the end of the head,
    /// however the bytes drip in.
    pub head: Duration,
    /// From the end of an answer to the first byte of the next request. A proxy that keeps connections
    /// open notices when one is closed; it should let go of them sooner by itself, so that no request
    /// meets a connection that is just being closed.
    pub idle: Duration,
    /// From the end of a request's head to the last byte of its answer. Longer than any request may
    /// take, so that only those are cut off who read their answer very slowly.
    pub answer: Duration,
    /// How long a client may take nothing at all of its answer.
    pub blocked: Duration,
    /// Connections at a time.
    pub connections: usize,
}

impl Limits {
    /// For the whole process: raises the soft limit of descriptors to the hard one, and leaves a fifth
    /// of them to others.
    pub fn of_this_process() -> Self {
        let descriptors = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
            tracing::warn!(error = %error, "the limit of open files could not be raised");
            USUAL_DESCRIPTORS
        });
        let connections = usize::try_from(descriptors / 10 * TENTHS).unwrap_or(usize::MAX);
        Self::with_connections(connections.clamp(1, MOST_CONNECTIONS))
    }

    /// The usual times, and so many connections.
    pub fn with_connections(connections: usize) -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(20),
            answer: Duration::from_mins(1),
            blocked: Duration::from_secs(10),
            connections,
        }
    }
}
