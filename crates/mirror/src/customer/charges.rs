//! What became of payments after they were made: given back, or disputed. Invoices do not say it; charges do.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use miniserde::Deserialize;
use stripe::{StripeClient, StripeError, few_at_once};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::Invoice;
use stripe_types::List;

use crate::{
    customer::lists::newest,
    error::SyncError,
    unreadable::{UnreadPart, Unreadable},
};

/// So many disputed charges are asked about, the newest; of the others it is believed what the charge says.
const ASKED_ABOUT: usize = 20;

/// What became of the payments of one invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aftermath {
    /// In the smallest unit of the invoice's currency.
    pub amount_refunded: i64,
    /// Whether the bank was asked to take one back, and has not refused.
    pub disputed: bool,
}

/// A customer's newest charges, by the id that an invoice's payment names: the payment intent's or their own.
#[derive(Debug, Default)]
pub(crate) struct Charges(HashMap<String, Aftermath>);

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
pub(crate) async fn charges(stripe: &StripeClient, customer: &str) -> Result<Result<Charges, Unreadable>, SyncError> {
    let listed = match newest(stripe, ChargesOf(customer)).await {
        Ok(listed) => listed,
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => {
            // Not louder: it is so with every customer, and the doctor says it.
            tracing::debug!(stripe.customer_id = customer, error = %error, "refunds and disputes are not known");
            return Ok(Ok(Charges::default()));
        }
        Err(error) if error.kind.may_be_the_objects() => {
            return Ok(Err(Unreadable::of(UnreadPart::Charges, Some(customer.to_owned()), Some(&error))));
        }
        Err(error) => return Err(error.into()),
    };
    // One that cannot be read gave nothing back, as far as anybody can say.
    let read: Vec<Charge> = listed.into_iter().filter_map(|charge| charge.value).collect();
    let asked_about: Vec<_> = read.iter().filter(|charge| charge.disputed).take(ASKED_ABOUT).collect();
    let stands = few_at_once(asked_about.iter().map(|charge| stands(stripe, charge)).collect()).await?;
    let stands = match stands.into_iter().collect::<Result<Vec<_>, _>>() {
        Ok(stands) => stands,
        Err(error) => return Ok(Err(Unreadable::of(UnreadPart::Charges, Some(customer.to_owned()), Some(&error)))),
    };
    let over: HashSet<_> =
        asked_about.iter().zip(stands).filter(|(_, stands)| !stands).map(|(charge, _)| charge.id.clone()).collect();
    let mut charges = HashMap::<_, Aftermath>::new();
    for charge in read {
        let disputed = charge.disputed && !over.contains(&charge.id);
        // A payment can take several attempts, each with a charge.
        let aftermath = charges.entry(charge.payment_intent.unwrap_or(charge.id)).or_default();
        aftermath.amount_refunded = aftermath.amount_refunded.saturating_add(charge.amount_refunded);
        aftermath.disputed |= disputed;
    }
    Ok(Ok(Charges(charges)))
}

/// A charge says that it was disputed once. How that came out is said by its disputes; a key that may not see them
/// tells of none. The inner error is about this charge alone.
async fn stands(stripe: &StripeClient, charge: &Charge) -> Result<Result<bool, StripeError>, SyncError> {
    let disputes = stripe.list(DisputesOf(&charge.id)).await;
    match disputes {
        Ok(all) => Ok(Ok(all.iter().any(|dispute| dispute.value.as_ref().is_none_or(Dispute::stands)))),
        Err(error) if error.kind.is_denied() => Ok(Ok(false)),
        Err(error) if error.kind.may_be_the_objects() => Ok(Err(error)),
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
