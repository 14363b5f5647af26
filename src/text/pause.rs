//! English: why a plan is paused, how it can be resumed, and pauses of payments.

use billing::{CollectionPause, PauseReason, WayOn};
use time::OffsetDateTime;

use crate::text::{
    debts::{owed, sentences},
    formats::Formats,
};

/// Why the plan is paused, and what ends the pause.
pub(super) fn sentence(
    reason: PauseReason,
    since: Option<OffsetDateTime>,
    way_on: &WayOn,
    formats: &Formats,
) -> String {
    let since = since.map(|at| format!(" on {}", formats.date(at))).unwrap_or_default();
    match way_on {
        WayOn::Pay(due) => {
            let overdue = due.overdue().map(|sum| unpaid(reason, &since, &owed(&sum, formats)));
            sentences(Some(overdue.unwrap_or_else(|| why(reason, &since))), Some(due), formats)
        }
        WayOn::Resume => format!("{} Resume it whenever you like; {}", why(reason, &since), then(reason)),
        WayOn::AddPaymentMethod => format!("{} Add a payment method to go on.", why(reason, &since)),
        WayOn::Seller => format!("{} Write to us to go on.", why(reason, &since)),
    }
}

/// The sentence about paused payments, beside another standing.
pub fn collection_pause(pause: &CollectionPause, formats: &Formats) -> String {
    // Earlier debts are still to be paid.
    let then = if pause.collected_later { COLLECTED_LATER } else { "nothing new is charged" };
    format!("{}.", payments(pause.resumes, then, formats))
}

/// The complete sentence about paused payments.
pub(super) fn collection_paused(resumes: Option<OffsetDateTime>, collected_later: bool, formats: &Formats) -> String {
    let then = if collected_later { COLLECTED_LATER } else { "nothing is charged" };
    format!("{}, and your plan goes on.", payments(resumes, then, formats))
}

const COLLECTED_LATER: &str = "what falls due is collected later";

fn payments(resumes: Option<OffsetDateTime>, then: &str, formats: &Formats) -> String {
    let until = resumes.map(|at| format!(" until {}", formats.date(at))).unwrap_or_default();
    format!("Payments are paused{until}: {then}")
}

fn why(reason: PauseReason, since: &str) -> String {
    match reason {
        PauseReason::TrialEnd => "Your trial is over and your plan is paused.".to_owned(),
        PauseReason::Requested => format!("Your plan was paused on request{since}."),
        PauseReason::FirstPayment | PauseReason::FinalPayment => {
            "Your plan is paused, because a payment did not go through.".to_owned()
        }
        PauseReason::System => format!("Your plan was paused by our payment system{since}."),
        PauseReason::Unknown => "Your plan is paused.".to_owned(),
    }
}

fn unpaid(reason: PauseReason, since: &str, owed: &str) -> String {
    let unpaid = match reason {
        PauseReason::TrialEnd => {
            format!("Your plan is paused, because its first payment of {owed} did not go through.")
        }
        PauseReason::FirstPayment => format!("Your plan is paused, because a payment of {owed} did not go through."),
        PauseReason::FinalPayment => format!(
            "Your plan is paused, because a payment of {owed} did not go through and we have stopped trying to \
             collect it."
        ),
        // A payment does not end these pauses.
        PauseReason::Requested | PauseReason::System | PauseReason::Unknown => return why(reason, since),
    };
    format!("{unpaid} Pay it to go on.")
}

/// What happens on resuming. Stripe's answer does not contain the end of the pause.
fn then(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::TrialEnd => "the first payment is due then.",
        PauseReason::Requested => "a payment is due then. A pause for a set time ends by itself.",
        _ => "a payment is due then.",
    }
}
