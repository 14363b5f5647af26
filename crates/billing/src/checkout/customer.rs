//! The buyer's customer at Stripe.

use mirror::{Mirror, entity::customer};
use sea_orm::{DbErr, EntityTrait};
use stripe_core::customer::CreateCustomer;

use super::{buyer::Buyer, error::CheckoutError, sessions::this_hour};
use crate::billing::Billing;

/// Returns the buyer's customer. Creates one if there is none, or if it was deleted or the account
/// does not know it. Concurrent calls get the same customer: they use the same idempotency key, and
/// the first one stored is kept.
pub async fn ensure_customer(billing: &Billing, buyer: &impl Buyer) -> Result<String, CheckoutError> {
    let db = &billing.mirror.db;
    let known = buyer.customer(db).await?;
    if let Some(id) = &known {
        let row = customer::Entity::find_by_id(id.as_str()).one(db).await?;
        if row.is_some_and(|row| row.is_living()) {
            return Ok(id.clone());
        }
    }
    let replaced = known.as_deref();
    let key = format!("customer-{}-{}-{}", billing.settings.home, buyer.reference(), replaced.unwrap_or_default());
    let request = CreateCustomer::new().email(buyer.email()).metadata(buyer.metadata());
    let made = billing.stripe.send_with_key(&request, &this_hour(&key)).await?.value.id.to_string();
    db.write_tx(async |transaction| {
        // Unless the old one was found again in the meantime.
        let is_back = match replaced {
            Some(id) => customer::Entity::find_by_id(id).one(transaction).await?.is_some_and(|row| row.is_living()),
            None => false,
        };
        if is_back {
            return Ok(());
        }
        Mirror::adopt(transaction, &made).await?;
        if !buyer.assign(transaction, &made, replaced).await? {
            return Mirror::abandon(transaction, &made).await;
        }
        match replaced {
            Some(replaced) if replaced != made => Mirror::abandon(transaction, replaced).await,
            _ => Ok(()),
        }
    })
    .await?;
    let customer = buyer.customer(db).await?;
    let customer = customer.ok_or_else(|| DbErr::RecordNotFound("the buyer's customer".to_owned()))?;
    if let Some(replaced) = replaced.filter(|replaced| *replaced != customer) {
        // Logged so that the previous customer can be found.
        tracing::warn!(
            buyer = buyer.reference(),
            replaced,
            stripe.customer_id = customer,
            "the buyer has a new Stripe customer"
        );
    }
    Ok(customer)
}
