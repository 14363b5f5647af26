//! Why Checkout did not open.

use mirror::SyncError;
use sea_orm::DbErr;
use stripe::StripeError;

use crate::portal::OpenPortalError;

/// Why Checkout did not open. Nothing was sold then.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// The price is not among [`load_offers`](crate::load_offers).
    #[error("the price is not on offer")]
    NotOffered,
    /// Stripe does not combine currencies on one customer.
    #[error("the price is not on offer in the customer's currency")]
    OtherCurrency,
    #[error("a schedule starts a plan later")]
    BeginsLater,
    /// The account lacks what `[checkout]` of `portal.toml` asks for. The log says what mends it.
    #[error("the account is not set up for what Checkout is to ask for: {0}")]
    NotSetUp(StripeError),
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error(transparent)]
    Portal(#[from] OpenPortalError),
    /// Other tabs of the same buyer were faster in every attempt.
    #[error("too many checkouts at once")]
    Contended,
}
