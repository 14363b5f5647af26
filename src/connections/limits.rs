//! Time limits of connections, and how many there may be.

use std::time::Duration;

/// Tenths of the process's file descriptors that connections may use. The rest is for the database,
/// Stripe and files.
const TENTHS: u64 = 8;

/// The maximum number of connections: an idle connection takes about 20 kB of memory.
const MOST_CONNECTIONS: usize = 10_000;

/// The usual soft limit, used if the system does not tell its limit.
const USUAL_DESCRIPTORS: u64 = 1024;

/// The limits of one listener.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From a request's first byte, or the start of a connection, to the end of the head, even if
    /// bytes arrive slowly.
    pub head: Duration,
    /// From the end of an answer to the first byte of the next request. A proxy that keeps
    /// connections open should have a shorter limit, so that it never sends a request on a
    /// connection that is just being closed.
    pub idle: Duration,
    /// From the end of a request's head to the last byte of its answer. Longer than any request may
    /// take, so that only very slow readers are cut off.
    pub answer: Duration,
    /// How long a client may read nothing of its answer.
    pub blocked: Duration,
    /// The maximum number of connections.
    pub connections: usize,
}

impl Limits {
    /// The limits for this process. Raises the soft limit of file descriptors to the hard limit,
    /// and leaves a fifth of them for other uses.
    pub fn of_this_process() -> Self {
        let descriptors = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
            tracing::warn!(error = %error, "the limit of open files could not be raised");
            USUAL_DESCRIPTORS
        });
        let connections = usize::try_from(descriptors / 10 * TENTHS).unwrap_or(usize::MAX);
        Self::with_connections(connections.clamp(1, MOST_CONNECTIONS))
    }

    /// The usual time limits, with this number of connections.
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
