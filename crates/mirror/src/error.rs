//! The results and errors of a sync with Stripe.

use sea_orm::DbErr;
use stripe::{StripeClient, StripeError, StripeErrorKind};

use crate::{inbox::NotStored, unreadable::Unreadable};

/// The result of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synced {
    /// The rows differed and were updated.
    Written,
    /// Only fields that change without an event differed, and were updated; see
    /// [`Difference::is_drift`](crate::Difference::is_drift).
    Moved,
    /// The rows were up to date.
    Unchanged,
    /// The account does not know the customer. The rows are unchanged, and the customer is marked
    /// as missing.
    Missing,
    /// A later fetch was written first; this one was dropped.
    Superseded,
    /// This customer is not mirrored.
    NotOurs,
}

impl Synced {
    /// Whether rows were written.
    pub fn has_written(self) -> bool {
        matches!(self, Self::Written | Self::Moved | Self::Missing)
    }
}

/// Why the rows could not be updated.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    /// Stripe's answer was JSON of an unexpected shape.
    #[error("Stripe's answer could not be stored: {0}")]
    Raw(#[from] serde_json::Error),
    /// Some parts could not be read; the rest is written.
    #[error("{}", list(.0))]
    Unreadable(Vec<Unreadable>),
    /// Only where events are fetched.
    #[error(transparent)]
    Inbox(#[from] NotStored),
}

impl SyncError {
    /// Whether the error may be temporary, so that a later retry makes sense.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Stripe(error) => error.kind.is_transient(),
            Self::Database(_) | Self::Inbox(_) | Self::Unreadable(_) => true,
            Self::Raw(_) => false,
        }
    }

    /// Whether any other object would have failed too: the rate limit is reached, or Stripe cannot
    /// be reached.
    pub fn is_nobodys_own(&self) -> bool {
        matches!(self, Self::Stripe(error) if error.kind.is_transient() && !error.kind.may_be_the_objects())
    }

    /// Returns the text of an error that is only about this object, so that the others can still be
    /// fetched. If it may be an outage, asks Stripe.
    ///
    /// # Errors
    /// The error itself, if other objects would fail too.
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
