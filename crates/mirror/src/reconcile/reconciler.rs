//! The reconciler, which runs the passes.

use stripe::StripeClient;

use crate::{inbox::Inbox, mirror::Mirror};

/// What the passes need. Clones share everything.
#[derive(Clone, Debug)]
pub struct Reconciler {
    /// The mirror to keep up to date.
    pub mirror: Mirror,
    /// A client for background work.
    pub stripe: StripeClient,
    /// Stores the undelivered events.
    pub inbox: Inbox,
}
