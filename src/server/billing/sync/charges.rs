//! What became of payments after they were made: given back, or disputed. Invoices do not say it; charges do.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use miniserde::Deserialize;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::Invoice;
use stripe_types::List;

use super::{
    SyncError,
    fetch::newest,
    unread::{Unread, Unreadable},
};
use crate::server::stripe::{StripeClient, few_at_once};

/// What became of the payments of one invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Aftermath {
    /// In the smallest unit of the invoice's currency.
    pub amount_refunded: i64,
    /// Whether the bank was asked to take one back, and has not refused.
    pub disputed: bool,
}

/// A customer's newest charges, by the id that an invoice's payment names: the payment intent's or their own.
#[derive(Debug, Default)]
pub(super) struct Charges(HashMap<String, Aftermath>);

/// As much as is read of one.
#[derive(Deserialize)]
struct Charge {
    id: String,
    payment_intent: Option<String>,
    amount_refunded: i64,
    disputed: bool,
}

#[derive(Deserialize)]
struct Dispute {
    status: String,
}

/// The charges, as far as they could be had. A key that may not see them, and an account without any, have none.
pub(super) async fn charges(stripe: &StripeClient, customer: &str) -> Result<Result<Charges, Unreadable>, SyncError> {
    let listed = match newest(stripe, ChargesOf(customer)).await {
        Ok(listed) => listed,
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => {
            tracing::warn!(stripe.customer_id = customer, error = %error, "refunds and disputes are not known");
            return Ok(Ok(Charges::default()));
        }
        Err(error) if error.kind.may_be_the_objects() => {
            return Ok(Err(Unreadable::of(Unread::Charges, Some(customer.to_owned()), Some(&error))));
        }
        Err(error) => return Err(error.into()),
    };
    // One that cannot be read gave nothing back, as far as anybody can say.
    let read: Vec<Charge> = listed.into_iter().filter_map(|charge| charge.value).collect();
    let disputed = read.iter().map(|charge| disputed(stripe, charge)).collect();
    let disputed = few_at_once(disputed).await?;
    let mut charges = HashMap::<_, Aftermath>::new();
    for (charge, disputed) in read.into_iter().zip(disputed) {
        // A payment can take several attempts, each with a charge.
        let aftermath = charges.entry(charge.payment_intent.unwrap_or(charge.id)).or_default();
        aftermath.amount_refunded = aftermath.amount_refunded.saturating_add(charge.amount_refunded);
        aftermath.disputed |= disputed;
    }
    Ok(Ok(Charges(charges)))
}

/// A charge says that it was disputed once. How that came out is said by its disputes; if they cannot be had, it is
/// taken to go on.
async fn disputed(stripe: &StripeClient, charge: &Charge) -> Result<bool, SyncError> {
    if !charge.disputed {
        return Ok(false);
    }
    let disputes = stripe.list(DisputesOf(&charge.id)).await;
    match disputes {
        Ok(all) => Ok(all.iter().any(|dispute| dispute.value.as_ref().is_none_or(Dispute::stands))),
        Err(error) if error.kind.may_be_the_objects() || error.kind.is_denied() => Ok(true),
        Err(error) => Err(error.into()),
    }
}

impl Charges {
    /// What became of the invoice's payments, if it came with them.
    pub fn of(&self, invoice: &Invoice) -> Aftermath {
        let payments = invoice.payments.iter().flat_map(|list| &list.data).map(|payment| &payment.payment);
        let ids = payments.filter_map(|payment| {
            let intent = payment.payment_intent.as_ref().map(|intent| intent.id().to_string());
            intent.or_else(|| Some(payment.charge.as_ref()?.id().to_string()))
        });
        let ids: BTreeSet<_> = ids.collect();
        ids.iter().filter_map(|id| self.0.get(id)).fold(Aftermath::default(), |all, one| Aftermath {
            amount_refunded: all.amount_refunded.saturating_add(one.amount_refunded),
            disputed: all.disputed || one.disputed,
        })
    }
}

impl Dispute {
    /// Whether the payment is taken back or may be. Not so where the bank refused, and by a mere inquiry.
    fn stands(&self) -> bool {
        !matches!(self.status.as_str(), "won" | "prevented") && !self.status.starts_with("warning_")
    }
}

/// Our own requests, because async-stripe's read more of a charge, and fail over all of it.
struct ChargesOf<'a>(&'a str);

impl StripeRequest for ChargesOf<'_> {
    type Output = List<Charge>;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/charges").query(&BTreeMap::from([("customer", self.0)]))
    }
}

struct DisputesOf<'a>(&'a str);

impl StripeRequest for DisputesOf<'_> {
    type Output = List<Dispute>;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/disputes").query(&BTreeMap::from([("charge", self.0)]))
    }
}
