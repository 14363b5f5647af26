//! Why buying did not begin.

use mirror::SyncError;
use sea_orm::DbErr;
use stripe::StripeError;

use crate::portal::OpenPortalError;

/// Why buying did not begin. Nothing was sold then.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// What was asked for is not among [`load_offers`](crate::load_offers).
    #[error("the price is not on offer")]
    NotOffered,
    /// Stripe combines no currencies on one customer.
    #[error("the price is not on offer in the customer's currency")]
    OtherCurrency,
    #[error("a plan is to begin by a schedule")]
    BeginsLater,
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error(transparent)]
    Portal(#[from] OpenPortalError),
    /// Other tabs of the same buyer were faster, again and again.
    #[error("too many checkouts at once")]
    Contended,
}
