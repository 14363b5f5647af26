//! Whether an open invoice is being paid already: bank debits take days, and whoever is asked meanwhile pays twice.

use stripe::{Listed, StripeClient, few_at_once, path_segment};
use stripe_billing::invoice::RetrieveInvoice;
use stripe_shared::{Invoice, InvoiceStatus, PaymentIntentStatus};

use crate::{
    error::SyncError,
    unreadable::{UnreadPart, Unreadable},
};

/// So many open invoices are asked about, the newest: a debit that is under way is of one of those.
const ASKED_ABOUT: usize = 10;

/// Adds their payments to open invoices, newest first. They are asked for one by one: in a list the payment intents
/// would be the fifth level, and Stripe expands four.
pub(crate) async fn add_payments(
    stripe: &StripeClient,
    invoices: &mut [Listed<Invoice>],
) -> Result<Vec<Unreadable>, SyncError> {
    let is_open = |invoice: &&mut Invoice| invoice.status == Some(InvoiceStatus::Open) && invoice.amount_remaining > 0;
    let open = invoices.iter_mut().filter_map(|listed| listed.value.as_mut()).filter(is_open).take(ASKED_ABOUT);
    let unreadable = few_at_once(open.map(|invoice| add(stripe, invoice)).collect()).await?;
    Ok(unreadable.into_iter().flatten().collect())
}

/// A key that may not see payments only means that nothing can be told; so does an answer that cannot be had, but
/// that is looked into.
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

/// Whether one of its payments is under way; `None` where that is not known of all of them.
pub(crate) fn is_processing(invoice: &Invoice) -> Option<bool> {
    let payments = invoice.payments.as_ref()?;
    let intents = payments.data.iter().filter_map(|payment| payment.payment.payment_intent.as_ref());
    // One that is no object is one that nobody asked about.
    intents
        .map(|intent| Some(intent.as_object()?.status == PaymentIntentStatus::Processing))
        .try_fold(false, |is_any, is_processing| Some(is_any || is_processing?))
}
