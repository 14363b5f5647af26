//! Why a plan is paused, how it can be resumed, and pauses of billing.

use billing::{CollectionPause, PauseBehavior, PauseReason, WayOn};
use time::OffsetDateTime;

use crate::{
    say,
    text::{
        Reader,
        debts::{later, owed},
    },
};

/// Why the plan is paused, and what ends the pause.
pub(super) fn sentences(
    reason: PauseReason,
    since: Option<OffsetDateTime>,
    way_on: &WayOn,
    reader: &Reader,
) -> Vec<String> {
    let why = why(reason, since, reader);
    match way_on {
        WayOn::Pay(due) => {
            let overdue = due.overdue().filter(|_| ends_by_payment(reason));
            let pay = overdue.map(|sum| say!(reader, "paused-for-payment", amount = owed(&sum, reader)));
            let first = match pay {
                // The reason is in the same sentence.
                Some(pay) if reason.is_for_want_of_payment() => vec![say!(reader, "plan-paused"), pay],
                Some(pay) => vec![why, pay],
                None => vec![why],
            };
            first.into_iter().chain(later(due, reader)).collect()
        }
        WayOn::Resume => vec![why, resume(reason, reader)],
        WayOn::AddPaymentMethod => vec![why, say!(reader, "add-payment-method-to-continue")],
        WayOn::Seller => vec![why, say!(reader, "contact-support-to-continue")],
    }
}

/// A payment does not end the other pauses.
fn ends_by_payment(reason: PauseReason) -> bool {
    matches!(reason, PauseReason::TrialEnd | PauseReason::FirstPayment | PauseReason::FinalPayment)
}

fn why(reason: PauseReason, since: Option<OffsetDateTime>, reader: &Reader) -> String {
    let since = since.map(|at| reader.date(at));
    match (reason, since) {
        (PauseReason::TrialEnd, _) => say!(reader, "paused-after-trial"),
        (PauseReason::Requested, Some(since)) => say!(reader, "paused-on-request-since", date = since),
        (PauseReason::Requested, None) => say!(reader, "paused-on-request"),
        (PauseReason::FirstPayment | PauseReason::FinalPayment, _) => say!(reader, "paused-after-failure"),
        (PauseReason::System, Some(since)) => say!(reader, "paused-by-stripe-since", date = since),
        (PauseReason::System, None) => say!(reader, "paused-by-stripe"),
        (PauseReason::Unknown, _) => say!(reader, "plan-paused"),
    }
}

/// What happens on resuming. Stripe's answer does not contain the end of the pause.
fn resume(reason: PauseReason, reader: &Reader) -> String {
    match reason {
        PauseReason::TrialEnd => say!(reader, "resume-after-trial"),
        PauseReason::Requested => say!(reader, "resume-after-request"),
        _ => say!(reader, "resume"),
    }
}

/// The sentence about paused billing, beside another standing.
pub fn collection_pause(pause: &CollectionPause, reader: &Reader) -> String {
    let until = pause.resumes.map(|at| reader.date(at));
    match (pause.collected_later(), until) {
        // Earlier debts are still to be paid.
        (false, None) => say!(reader, "nothing-new-charged"),
        (false, Some(until)) => say!(reader, "nothing-new-charged-until", date = until),
        (true, None) => say!(reader, "new-charges-postponed"),
        (true, Some(until)) => say!(reader, "new-charges-postponed-until", date = until),
    }
}

/// The complete sentence about paused billing.
pub(super) fn collection_paused(
    resumes: Option<OffsetDateTime>,
    behavior: PauseBehavior,
    plan: &str,
    reader: &Reader,
) -> String {
    let until = resumes.map(|at| reader.date(at));
    match (behavior, until) {
        (PauseBehavior::MarkUncollectible, None) => say!(reader, "collection-paused", plan = plan),
        (PauseBehavior::MarkUncollectible, Some(until)) => {
            say!(reader, "collection-paused-until", plan = plan, date = until)
        }
        (PauseBehavior::KeepAsDraft, None) => say!(reader, "collection-postponed", plan = plan),
        (PauseBehavior::KeepAsDraft, Some(until)) => {
            say!(reader, "collection-postponed-until", plan = plan, date = until)
        }
        // Stripe's `void` is for customers who are not served meanwhile, and an unknown behavior is taken for it: no plan
        // is promised.
        (PauseBehavior::Void | PauseBehavior::Unknown, None) => say!(reader, "collection-voided"),
        (PauseBehavior::Void | PauseBehavior::Unknown, Some(until)) => {
            say!(reader, "collection-voided-until", date = until)
        }
    }
}
