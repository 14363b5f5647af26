//! A customer's invoices.

use std::collections::HashSet;

use stripe::{Listed, StripeClient, StripeError};
use stripe_billing::invoice::ListInvoice;
use stripe_shared::{Invoice, InvoiceStatus};

use crate::{
    customer::{
        lists::{KEPT_INVOICES, is_of_the_expansion, newest},
        payments::add_payments,
    },
    error::SyncError,
    unreadable::{UnreadPart, Unreadable},
};

/// The invoices to keep, with the payments of open ones, as far as they can be read.
pub async fn invoices(stripe: &StripeClient, id: &str) -> Result<(Vec<Listed<Invoice>>, Vec<Unreadable>), SyncError> {
    // The payments contain the ids of the charges.
    let with_payments = || ListInvoice::new().customer(id).expand(["data.payments".to_owned()]);
    let (mut invoices, unreadable) = match kept_invoices(stripe, with_payments).await {
        // Without the payments refunds are unknown, but debts are still shown.
        Err(error) if is_of_the_expansion(&error) => {
            let unreadable = Unreadable::of(UnreadPart::Charges, Some(id.to_owned()), Some(&error));
            let invoices = kept_invoices(stripe, || ListInvoice::new().customer(id)).await?;
            (invoices, Some(unreadable).filter(|_| !error.kind.is_denied()))
        }
        invoices => (invoices?, None),
    };
    let mut all_unreadable = add_payments(stripe, &mut invoices).await?;
    all_unreadable.extend(unreadable);
    Ok((invoices, all_unreadable))
}

/// The newest invoices, and the same number of open and of uncollectible ones of any age. The limit
/// keeps a sync finite for an account that bills every minute and is never paid.
async fn kept_invoices(
    stripe: &StripeClient,
    of_customer: impl Fn() -> ListInvoice,
) -> Result<Vec<Listed<Invoice>>, StripeError> {
    let mut invoices = newest(stripe, of_customer()).await?;
    if invoices.len() < KEPT_INVOICES {
        return Ok(invoices);
    }
    let mut known: HashSet<_> = invoices.iter().filter_map(Listed::id).map(str::to_owned).collect();
    for status in [InvoiceStatus::Open, InvoiceStatus::Uncollectible] {
        let payable = newest(stripe, of_customer().status(status)).await?;
        // An open invoice can become uncollectible between the two requests.
        invoices.extend(payable.into_iter().filter(|one| one.id().is_none_or(|id| known.insert(id.to_owned()))));
    }
    Ok(invoices)
}
