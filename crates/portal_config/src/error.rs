//! Why a plan could not be made or carried out.

use mirror::installation::ClaimError;
use sea_orm::DbErr;
use stripe::{PAUSING, StripeError};

use toml_file::FileError;

/// Why a plan could not be made or carried out.
#[derive(Debug, thiserror::Error)]
pub enum PortalConfigError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error("the database: {0}")]
    Database(#[from] DbErr),
    #[error(transparent)]
    Claim(#[from] ClaimError),
    #[error("Stripe's answer could not be read: {0}")]
    Garbage(#[from] serde_json::Error),
    #[error(
        "Stripe does not let customers of this account pause a plan ({0}). It comes with the version {PAUSING} of the API \
         and the redesigned portal; until then, take features.subscription_pause out of the file"
    )]
    NoPausing(StripeError),
    #[error("the portal was changed while you were asked, so nothing was done: make a new plan")]
    Moved,
    #[error("another apply is running with another file: make a new plan")]
    Contended,
}
