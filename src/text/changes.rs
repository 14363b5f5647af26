//! What a customer is told after coming back from Stripe.

use crate::{
    account::Change,
    say,
    text::{Reader, payment_method::payment_method},
};

/// The sentence about one change.
pub fn change(change: &Change, reader: &Reader) -> String {
    match change {
        // Its product is unknown still.
        Change::Subscribed { plan } | Change::OnTrial { plan } | Change::Changed { plan } if plan.is_empty() => {
            say!(reader, "now-updated")
        }
        Change::Subscribed { plan } => say!(reader, "now-subscribed", plan = plan.as_str()),
        Change::OnTrial { plan } => say!(reader, "now-on-trial", plan = plan.as_str()),
        Change::Changed { plan } => say!(reader, "now-changed", plan = plan.as_str()),
        Change::Updated => say!(reader, "now-updated"),
        Change::Canceled { ends } => say!(reader, "now-canceled", date = reader.date(*ends)),
        Change::Ended => say!(reader, "now-ended"),
        Change::Kept => say!(reader, "now-kept"),
        Change::Resumed => say!(reader, "now-resumed"),
        Change::Paused => say!(reader, "now-paused"),
        Change::Paid(amount) => say!(reader, "now-paid", amount = reader.money(amount)),
        Change::PaysWith(method) => {
            say!(reader, "now-paid-with", method = payment_method(Some(method), reader))
        }
        Change::PaysWithNothing => say!(reader, "now-without-payment-method"),
    }
}
