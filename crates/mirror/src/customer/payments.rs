//! Whether an open invoice's payment is being processed: bank debits take days, and a customer who
//! is asked to pay in the meantime would pay twice.

use stripe::{Listed, StripeClient, few_at_once, path_segment};
use stripe_billing::invoice::RetrieveInvoice;
use stripe_shared::{Invoice, InvoiceStatus, PaymentIntentStatus};

use crate::{
    error::SyncError,
    unreadable::{UnreadPart, Unreadable},
};

/// The maximum number of open invoices whose payments are fetched, newest first: a debit in
/// progress belongs to one of those.
const ASKED_ABOUT: usize = 10;

/// Adds the payments to open invoices, newest first. One request each: in a list the payment
/// intents would be at the fifth level, and Stripe expands four.
pub(crate) async fn add_payments(
    stripe: &StripeClient,
    invoices: &mut [Listed<Invoice>],
) -> Result<Vec<Unreadable>, SyncError> {
    let is_open = |invoice: &&mut Invoice| invoice.status == Some(InvoiceStatus::Open) && invoice.amount_remaining > 0;
    let open = invoices.iter_mut().filter_map(|listed| listed.value.as_mut()).filter(is_open).take(ASKED_ABOUT);
    let unreadable = few_at_once(open.map(|invoice| add(stripe, invoice)).collect()).await?;
    Ok(unreadable.into_iter().flatten().collect())
}

/// Without the permission for payments their state is unknown. So it is if the answer cannot be
/// read, but that is reported.
async fn add(stripe: &StripeClient, invoice: &mut Invoice) -> Result<Option<Unreadable>, SyncError> {
    let Some(id) = &invoice.id else { return Ok(None) };
    let request = RetrieveInvoice::new(path_segment(id)).expand(["payments.data.payment.payment_intent".to_owned()]);
    match stripe.send(&request).await {
        Ok(answer) => {
            invoice.payments = answer.value.payments;
            Ok(None)
        }
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => Ok(None),
        Err(error) if error.kind.may_be_the_objects() => {
            Ok(Some(Unreadable::of(UnreadPart::Payments, Some(id.to_string()), Some(&error))))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether one of its payments is being processed; `None` if one of them is unknown.
pub(crate) fn is_processing(invoice: &Invoice) -> Option<bool> {
    let payments = invoice.payments.as_ref()?;
    let intents = payments.data.iter().filter_map(|payment| payment.payment.payment_intent.as_ref());
    // A payment intent that is only an id was not fetched.
    intents
        .map(|intent| Some(intent.as_object()?.status == PaymentIntentStatus::Processing))
        .try_fold(false, |is_any, is_processing| Some(is_any || is_processing?))
}
