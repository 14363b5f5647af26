//! `customer-portal sync`

use super::CommandError;
use crate::server::{
    billing::{self, Synced},
    config::SyncArgs,
    db,
    stripe::{Budget, StripeClient},
};

/// Fetches one customer from Stripe and writes what it says.
///
/// # Errors
/// When Stripe or the database does not answer, or no user is that customer.
pub async fn sync(args: &SyncArgs) -> Result<(), CommandError> {
    let db = db::connect(&args.database.url()?).await?;
    let settings = args.stripe.settings()?;
    db::installation::claim(&db, settings.secret_key.mode()).await?;
    let stripe = StripeClient::new(settings.secret_key, settings.api_base, Budget::default());
    match billing::sync(&db, &stripe, &args.customer).await? {
        Synced::Written => println!("{} is in step with Stripe.", args.customer),
        Synced::Superseded => println!("{} was fetched by somebody else just now.", args.customer),
        Synced::NotOurs => return Err(CommandError::NotOurs(args.customer.clone())),
    }
    Ok(())
}
