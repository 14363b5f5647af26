//! Making sure that a card entered in the portal is the one that pays.
//!
//! Checkout gives a subscription a payment method of its own. The portal only changes the customer's
//! default, which pays for subscriptions that have none of their own: a new card would not mend a
//! failed payment. So what pays is made the customer's default before the portal opens; nothing
//! changes by that but what the portal then changes.

use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use stripe_core::customer::{UpdateCustomer, UpdateCustomerInvoiceSettings};

use super::{clear::Clear, known::status, sync::SyncError};
use crate::{
    model::path_segment,
    server::{
        db::entity::{customer, subscription},
        stripe::StripeClient,
    },
};

/// Where there is one subscription and it has a payment method of its own. Of several, each keeps
/// what its owner chose for it.
///
/// # Errors
/// When Stripe or the database does not answer. The same pays as before, in any case.
pub(super) async fn hand_over_payment_method(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    customer: &customer::Model,
) -> Result<(), SyncError> {
    let of_customer = subscription::Column::CustomerId.eq(&customer.stripe_customer_id);
    let mut living = subscription::Entity::find().filter(of_customer).all(db).await?;
    living.retain(|row| !status(row).is_ended());
    let [only] = living.as_slice() else { return Ok(()) };
    let Some(own) = only.default_payment_method.as_deref().filter(|id| id.starts_with("pm_")) else { return Ok(()) };
    if customer.default_payment_method.as_deref() != Some(own) {
        let settings =
            UpdateCustomerInvoiceSettings { default_payment_method: Some(own.to_owned()), ..Default::default() };
        stripe
            .send(&UpdateCustomer::new(path_segment(&customer.stripe_customer_id)).invoice_settings(settings))
            .await?;
    }
    stripe.send(&Clear::payment_method(only)).await?;
    Ok(())
}
