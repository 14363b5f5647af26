//! Ensures that a card entered in the portal pays for the subscription.
//!
//! Checkout gives a subscription its own payment method. The portal changes only the customer's
//! default, which pays only for subscriptions without their own. So a new card would not solve a
//! failed payment. Therefore the subscription's own payment method is removed before the portal
//! opens. It becomes the customer's default if there is none; a default that the customer chose
//! stays.

use database::Database;
use mirror::{
    SyncError,
    entity::{customer, subscription},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use stripe::{StripeClient, UnsetField, path_segment};
use stripe_core::customer::{
    RetrieveCustomer, RetrieveCustomerReturned, UpdateCustomer, UpdateCustomerInvoiceSettings,
};
use stripe_shared::Customer;

use crate::{model::Status, subscription::status};

/// Only for a single subscription with its own payment method. Several subscriptions keep what
/// their owner chose.
///
/// # Errors
/// When Stripe or the database does not answer, or Stripe refuses: it may not accept a legacy
/// source as a default. The old payment method then still pays, because it is removed only after
/// the default is set.
pub(crate) async fn promote_payment_method(
    db: &Database,
    stripe: &StripeClient,
    customer: &customer::Model,
) -> Result<(), SyncError> {
    let of_customer = subscription::Column::CustomerId.eq(&customer.stripe_customer_id);
    let mut living = subscription::Entity::find().filter(of_customer).all(db).await?;
    // An unpaid new subscription expires by itself, and the page does not show it beside another
    // one.
    let is_start = |row: &subscription::Model| status(row) == Status::Incomplete;
    let has_other = living.iter().any(|row| !status(row).is_ended() && !is_start(row));
    living.retain(|row| !(status(row).is_ended() || (has_other && is_start(row))));
    let [only] = living.as_slice() else { return Ok(()) };
    let Some(own) = &only.default_payment_method else { return Ok(()) };
    let id = path_segment(&customer.stripe_customer_id);
    // Not from our row: the customer may have changed it just now.
    let RetrieveCustomerReturned::Customer(now) = stripe.send(&RetrieveCustomer::new(&*id)).await?.value else {
        return Ok(());
    };
    if !has_default(&now) {
        let settings =
            UpdateCustomerInvoiceSettings { default_payment_method: Some(own.clone()), ..Default::default() };
        stripe.send(&UpdateCustomer::new(&*id).invoice_settings(settings)).await?;
    }
    let with_source = !only.raw["default_source"].is_null();
    stripe.send(&UnsetField::payment_method(&only.id, with_source)).await?;
    Ok(())
}

/// Whether the customer has a default that the portal shows and changes. A legacy source is not
/// one: it pays only if there is no such default.
fn has_default(customer: &Customer) -> bool {
    customer.invoice_settings.as_ref().is_some_and(|settings| settings.default_payment_method.is_some())
}
