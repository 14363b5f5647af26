//! Refunds and disputes of payments. They are on charges, not on invoices.

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

/// The maximum number of disputed charges whose disputes are fetched, newest first. For the others
/// the charge's own flag is used.
const ASKED_ABOUT: usize = 20;

/// Refunds and disputes of one invoice's payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aftermath {
    /// In the smallest unit of the invoice's currency.
    pub amount_refunded: i64,
    /// Whether a payment is disputed and the dispute was not decided for the seller.
    pub disputed: bool,
}

/// A customer's newest charges, by the id that an invoice's payment names: the payment intent's or their own.
#[derive(Debug, Default)]
pub(crate) struct Charges(HashMap<String, Aftermath>);

/// The fields that are read.
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

/// Fetches the charges. They are empty if the key lacks the permission.
pub(crate) async fn charges(stripe: &StripeClient, customer: &str) -> Result<Result<Charges, Unreadable>, SyncError> {
    let listed = match newest(stripe, ChargesOf(customer)).await {
        Ok(listed) => listed,
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => {
            // Only at debug level: it is the same for every customer, and the doctor reports it.
            tracing::debug!(stripe.customer_id = customer, error = %error, "refunds and disputes could not be read");
            return Ok(Ok(Charges::default()));
        }
        Err(error) if error.kind.may_be_the_objects() => {
            return Ok(Err(Unreadable::of(UnreadPart::Charges, Some(customer.to_owned()), Some(&error))));
        }
        Err(error) => return Err(error.into()),
    };
    // An unreadable charge counts as not refunded.
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

/// Whether the dispute of a charge stands. A charge only says that it was disputed; its disputes
/// have the outcome. Without the permission to read them, it counts as not disputed. The inner
/// error is about this charge only.
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
    /// Refunds and disputes of the invoice's payments, if it was fetched with them.
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
    /// Whether the payment is or may be taken back: not after a won dispute, and not by a mere
    /// inquiry.
    fn stands(&self) -> bool {
        !matches!(self.status.as_str(), "won" | "prevented") && !self.status.starts_with("warning_")
    }
}

/// Our own requests: async-stripe's types read more of a charge, and any of it can fail.
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
