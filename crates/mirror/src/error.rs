//! What came of bringing something in step with Stripe.

use sea_orm::DbErr;
use stripe::{StripeClient, StripeError, StripeErrorKind};

use crate::{inbox::NotStored, unreadable::Unreadable};

/// What came of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synced {
    /// The rows differed, and are now what Stripe says.
    Written,
    /// What differed and was written is only what moves without an event; see [`Difference::is_drift`](crate::Difference::is_drift).
    Moved,
    /// The rows were what Stripe says.
    Unchanged,
    /// The account does not know the customer. The rows are as they were, and marked so.
    Missing,
    /// A fetch that began later was written first; this one was dropped.
    Superseded,
    /// Nobody asked for this customer to be mirrored.
    NotOurs,
}

impl Synced {
    /// Whether rows were written.
    pub fn has_written(self) -> bool {
        matches!(self, Self::Written | Self::Moved | Self::Missing)
    }
}

/// Why the rows could not be brought in step.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    /// Stripe's answer was JSON of another shape than its types promise.
    #[error("Stripe's answer could not be kept: {0}")]
    Raw(#[from] serde_json::Error),
    /// Of some things nobody knows how they are; the rest is written.
    #[error("{}", list(.0))]
    Unreadable(Vec<Unreadable>),
    /// Only where events are fetched.
    #[error(transparent)]
    Inbox(#[from] NotStored),
}

impl SyncError {
    /// Whether it may pass by itself, so that trying again later makes sense.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Stripe(error) => error.kind.is_transient(),
            Self::Database(_) | Self::Inbox(_) | Self::Unreadable(_) => true,
            Self::Raw(_) => false,
        }
    }

    /// Whether it would have been the same with any other object: too much is asked for at present, or nobody answers.
    pub fn is_nobodys_own(&self) -> bool {
        matches!(self, Self::Stripe(error) if error.kind.is_transient() && !error.kind.may_be_the_objects())
    }

    /// Whether it is about the one object that was to be had, so that the others can be had all the same.
    /// Where it may be an outage, Stripe is asked.
    ///
    /// # Errors
    /// Itself, where it would be the same with the others.
    pub async fn of_the_object(self, stripe: &StripeClient) -> Result<String, Self> {
        match &self {
            Self::Unreadable(_) | Self::Raw(_) => {}
            Self::Stripe(error) => match &error.kind {
                StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => return Err(self),
                kind if kind.is_refusal() => {}
                kind if kind.may_be_the_objects() && stripe.is_up().await.is_ok() => {}
                _ => return Err(self),
            },
            Self::Database(error) if database::is_refused(error) => {}
            Self::Database(_) | Self::Inbox(_) => return Err(self),
        }
        Ok(self.to_string())
    }
}

fn list(all: &[Unreadable]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
