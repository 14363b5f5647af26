//! Making sure that a card entered in the portal is the one that pays.
//!
//! Checkout gives a subscription a payment method of its own. The portal only changes the customer's
//! default, which pays for subscriptions that have none of their own: a new card would not mend a
//! failed payment. So the subscription's own is cleared before the portal opens. What it was becomes the
//! customer's default where there is none; a default that the customer chose stays.

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

/// Where there is one subscription and it has a payment method of its own. Of several, each keeps
/// what its owner chose for it.
///
/// # Errors
/// When Stripe or the database does not answer, or Stripe refuses: it may not take a source of former times as a
/// default. What paid before pays then too, since nothing is cleared before something else is there to pay.
pub(crate) async fn promote_payment_method(
    db: &Database,
    stripe: &StripeClient,
    customer: &customer::Model,
) -> Result<(), SyncError> {
    let of_customer = subscription::Column::CustomerId.eq(&customer.stripe_customer_id);
    let mut living = subscription::Entity::find().filter(of_customer).all(db).await?;
    // One that was begun and not paid for expires by itself, and the page does not tell of it beside another.
    let is_start = |row: &subscription::Model| status(row) == Status::Incomplete;
    let has_other = living.iter().any(|row| !status(row).is_ended() && !is_start(row));
    living.retain(|row| !(status(row).is_ended() || (has_other && is_start(row))));
    let [only] = living.as_slice() else { return Ok(()) };
    let Some(own) = &only.default_payment_method else { return Ok(()) };
    let id = path_segment(&customer.stripe_customer_id);
    // Not by our row: the customer may have chosen a moment ago.
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

/// Whether the customer has what the portal shows and changes. A source of former times is none: it pays only
/// where there is no such default.
fn has_default(customer: &Customer) -> bool {
    customer.invoice_settings.as_ref().is_some_and(|settings| settings.default_payment_method.is_some())
}
