//! Whether a new subscription can begin: when its periods do, and how its first payment goes.

use crate::billing::{self, Drafted};
use crate::decline::Decline;
use crate::error::Error;
use crate::params::choice;
use crate::period;
use crate::state::{CollectionMethod, Item, Line, Status, Subscription, interval_of};
use crate::tx::Tx;

// What becomes of a subscription whose first payment has not been made.
choice!(PaymentBehavior {
    Allow = "allow_incomplete",
    Await = "default_incomplete",
    Refuse = "error_if_incomplete",
    Pend = "pending_if_incomplete",
});

/// The anchor is at most one period away.
pub(super) fn check_anchor(tx: &Tx<'_>, subscription: &Subscription) -> Result<(), Error> {
    let now = tx.now();
    let too_far = |item: &Item| {
        let rhythm = interval_of(tx.state(), &item.price);
        rhythm.is_some_and(|(interval, every)| subscription.billing_cycle_anchor > period::after(now, interval, every))
    };
    if subscription.items.iter().any(too_far) {
        return Err(Error::invalid(
            "billing_cycle_anchor",
            "billing_cycle_anchor cannot be later than next natural billing date for plan",
        ));
    }
    Ok(())
}

/// The first payment decides whether a subscription without a trial begins at all.
pub(super) fn first_payment(
    tx: &Tx<'_>,
    subscription: &mut Subscription,
    lines: &[Line],
    behavior: PaymentBehavior,
) -> Result<Drafted, Error> {
    let amount = billing::asked(tx.state(), subscription, lines.to_vec(), tx.now());
    let is_charged = amount > 0 && subscription.collection_method == CollectionMethod::ChargeAutomatically;
    if behavior == PaymentBehavior::Await && is_charged {
        subscription.status = Status::Incomplete;
        return Ok(Drafted::Await);
    }
    match billing::is_collectible(tx.state(), subscription, amount) {
        // What takes days is only known to be paid for when it is.
        Ok(()) if billing::takes_days(tx.state(), subscription, amount) => subscription.status = Status::Incomplete,
        Ok(()) => {}
        Err(Decline::NoPaymentMethod) => return Err(no_payment_method()),
        Err(decline) if behavior == PaymentBehavior::Refuse => return Err(Error::CardDeclined(decline)),
        Err(_) => subscription.status = Status::Incomplete,
    }
    Ok(Drafted::of(subscription))
}

fn no_payment_method() -> Error {
    Error::Refused {
        message: "This customer has no attached payment source or default payment method. Please consider adding a \
            default payment method. For more information, visit \
            https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority."
            .to_owned(),
        code: Some("resource_missing"),
        param: None,
    }
}
