//! Who runs the passes.

use stripe::StripeClient;

use crate::{inbox::Inbox, mirror::Mirror};

/// What the passes need. Clones share everything.
#[derive(Clone, Debug)]
pub struct Reconciler {
    /// What is kept in step.
    pub mirror: Mirror,
    /// A client for background work.
    pub stripe: StripeClient,
    /// Where what Stripe could not deliver is stored.
    pub inbox: Inbox,
}
