//! English.

use std::fmt::Write;

use billing::{
    Charge, NewPlan, NextAction, OfferedPrice, Outlook, PaymentMethod, Plan, ScheduledChange, Standing, Status,
    Upcoming, isolated,
};
use time::OffsetDateTime;

use crate::text::{
    debts,
    formats::Formats,
    pause,
    payment_names::{card_brand, payment_name},
};

/// The plan's name.
pub fn plan_name(plan: &Plan) -> String {
    match plan.name.as_deref() {
        None => "Free".to_owned(),
        // There is a plan, but its product is unknown.
        Some("") => "Your plan".to_owned(),
        Some(name) if plan.more > 0 => format!("{name} and {} more", plan.more),
        Some(name) => name.to_owned(),
    }
}

/// The word on a plan's badge.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Incomplete => "Incomplete",
        Status::IncompleteExpired => "Expired",
        Status::Trialing => "Trialing",
        Status::Active => "Active",
        Status::PastDue => "Past due",
        Status::Unpaid => "Unpaid",
        Status::Paused => "Paused",
        Status::Canceled => "Canceled",
        Status::Other => "See portal",
    }
}

/// The plan's state, what happens next, and why it cannot be changed here, if it cannot.
pub fn about(plan: &Plan, formats: &Formats) -> String {
    let sentence = sentence(&plan.standing, formats);
    if plan.is_held_by_schedule() { format!("{sentence} {HELD_BY_SCHEDULE}") } else { sentence }
}

/// Why a plan that a schedule manages cannot be changed by its owner.
const HELD_BY_SCHEDULE: &str = "This plan was arranged in advance. To change or cancel it, write to us.";

/// The plan's state, and what happens next.
pub fn sentence(standing: &Standing, formats: &Formats) -> String {
    let date = |at| formats.date(at);
    match standing {
        Standing::Free => "You have no plan. Choose one whenever you like.".to_owned(),
        Standing::NothingOnFile => "There is nothing to manage yet. Choose a plan to begin.".to_owned(),
        Standing::CustomerDeleted => {
            "Your billing account was closed, and nothing more is charged. Choose a plan to start anew.".to_owned()
        }
        Standing::CustomerMissing => {
            "Your billing account cannot be found. If you had a plan, please write to us; to start anew, choose one."
                .to_owned()
        }
        Standing::Trialing { ends, then: Some(amount) } => {
            format!(
                "Your trial ends on {}; the paid plan begins then, with {}.",
                date(*ends),
                upcoming(amount, formats)
            )
        }
        Standing::Trialing { ends, then: None } => {
            format!("Your trial ends on {}; the paid plan begins then.", date(*ends))
        }
        Standing::TrialingWithoutPaymentMethod { ends } => {
            format!("Your trial ends on {}. Add a payment method before then to keep your plan.", date(*ends))
        }
        Standing::Active { renews, amount: Some(amount) } => {
            format!("Your plan renews on {} for {}.", date(*renews), upcoming(amount, formats))
        }
        Standing::Active { renews, amount: None } => format!("Your plan renews on {}.", date(*renews)),
        Standing::ActiveWithoutPaymentMethod { renews, amount } => {
            let amount =
                amount.as_ref().map(|amount| format!(" for {}", upcoming(amount, formats))).unwrap_or_default();
            format!(
                "Your plan renews on {}{amount}. Add a payment method before then to keep your plan.",
                date(*renews)
            )
        }
        Standing::Renewing => "Your plan is being renewed. The new date appears here shortly.".to_owned(),
        Standing::Canceling { ends, charge, by_schedule: true } => {
            let renewed = charge.as_ref().map(|next| {
                let amount = upcoming(&next.amount, formats);
                format!(" Until then it is renewed, next on {} for {amount}.", date(next.at))
            });
            let renewed = renewed.unwrap_or_default();
            format!("Your plan ends on {}, as arranged.{renewed} To change that, write to us.", date(*ends))
        }
        Standing::Canceling { ends, charge: Some(next), by_schedule: false } => format!(
            "Your plan ends on {}. Until then it is renewed, next on {} for {}.",
            date(*ends),
            date(next.at),
            upcoming(&next.amount, formats)
        ),
        Standing::Canceling { ends, charge: None, by_schedule: false } => {
            format!("Your plan ends on {}. Until then nothing changes, and you can still keep it.", date(*ends))
        }
        Standing::ChangeScheduled { at, change, ends } => {
            with_end(format!("{}. Until then nothing changes.", scheduled(change, &date(*at), formats)), *ends, formats)
        }
        Standing::CollectionPaused { resumes, collected_later } => {
            pause::collection_paused(*resumes, *collected_later, formats)
        }
        Standing::PastDue { due, ends } => with_end(debts::past_due(due.as_ref(), formats), *ends, formats),
        Standing::Unpaid { due, ends } => with_end(debts::unpaid(due.as_ref(), formats), *ends, formats),
        Standing::Incomplete { due, until } => {
            let when = until.map_or_else(|| "now".to_owned(), |at| format!("by {}", formats.moment(at)));
            debts::incomplete(due.as_ref(), &when, formats)
        }
        Standing::IncompleteExpired => {
            "Your first payment was not completed in time, so the plan did not begin. Nothing was charged.".to_owned()
        }
        Standing::Paused { reason, since, way_on, ends } => {
            with_end(pause::sentence(*reason, *since, way_on, formats), *ends, formats)
        }
        Standing::CanceledPaidUntil { canceled, until } => {
            format!("Your plan was canceled on {}. It had been paid until {}.", date(*canceled), date(*until))
        }
        Standing::Ended { at: Some(at) } => format!("Your plan ended on {}.", date(*at)),
        Standing::Ended { at: None } => "Your plan has ended.".to_owned(),
        Standing::Owing { plan, due } => {
            format!("{} {}", sentence(plan, formats), debts::owing(plan, due, formats))
        }
        Standing::Unknown => "How your plan stands can be seen in the billing portal.".to_owned(),
    }
}

/// The amount of a price, and its period or unit: "$12.00" and "per month", "$0.01" and "per
/// request, billed monthly", "Free".
pub fn price(price: &OfferedPrice, formats: &Formats) -> (String, Option<String>) {
    match &price.charge {
        Charge::Flat(_) if price.is_free() => ("Free".to_owned(), None),
        Charge::Flat(money) => (formats.money(money), Some(price.every.per())),
        Charge::Usage { each, unit } => {
            (formats.unit_amount(each), Some(format!("per {unit}, billed {}", price.every.adverb())))
        }
    }
}

/// "$12.00", "$14.28 including $2.28 tax", or "$3.17 so far"
pub fn upcoming(amount: &Upcoming, formats: &Formats) -> String {
    let money = formats.money(&amount.money);
    let tax = amount.tax.as_ref().map(|tax| format!(" including {} tax", formats.money(tax))).unwrap_or_default();
    let so_far = if amount.so_far { " so far" } else { "" };
    format!("{money}{so_far}{tax}")
}

fn with_end(sentence: String, ends: Option<OffsetDateTime>, formats: &Formats) -> String {
    match ends {
        Some(at) => format!("{sentence} Your plan ends on {}.", formats.date(at)),
        None => sentence,
    }
}

/// "Team, $29.00 per month, is added to your plan on December 22, 2026"
fn scheduled(change: &ScheduledChange, date: &str, formats: &Formats) -> String {
    match change {
        ScheduledChange::To(plan) => format!("Your plan changes to {} on {date}", new_plan(plan, formats)),
        ScheduledChange::Interval { every, amount } => {
            let amount = amount.as_ref().map(|amount| format!(", {},", formats.money(amount))).unwrap_or_default();
            format!("Your plan is billed {}{amount} from {date} on", every.every())
        }
        ScheduledChange::Replaces { from, to } => {
            format!("{from} becomes {} in your plan on {date}", new_plan(to, formats))
        }
        ScheduledChange::Quantity(plan) => format!("Your plan includes {} from {date} on", new_plan(plan, formats)),
        ScheduledChange::Adds(plan) => format!("{} is added to your plan on {date}", new_plan(plan, formats)),
        ScheduledChange::Removes(name) => format!("{name} is removed from your plan on {date}"),
        ScheduledChange::Other => format!("Your plan changes on {date}"),
    }
}

/// "5 × Team, $145.00 per month,"
fn new_plan(to: &NewPlan, formats: &Formats) -> String {
    let mut plan = if to.quantity > 1 { format!("{} × {}", to.quantity, to.name) } else { to.name.clone() };
    if let (Some(amount), Some(every)) = (&to.amount, to.every) {
        let _ = write!(plan, ", {} {},", formats.money(amount), every.per());
    }
    plan
}

/// The label of a step's button.
pub fn step(step: &NextAction) -> &'static str {
    match step {
        NextAction::ViewPlans => "View Plans",
        NextAction::SubscribeAgain => "Subscribe again",
        NextAction::ChangePlan => "Change plan",
        NextAction::UpdatePaymentMethod => "Update payment method",
        NextAction::AddPaymentMethod => "Add a payment method",
        NextAction::CancelPlan => "Cancel plan",
        NextAction::KeepPlan => "Keep plan",
        NextAction::ResumePlan => "Resume plan",
        NextAction::PausePlan => "Pause plan",
        NextAction::PayInvoice(_) => "Pay now",
        NextAction::ReviewChange => "Review the change",
        NextAction::OpenPortal => "Open the billing portal",
    }
}

/// The payment method as its owner knows it; `None` if there is none.
pub fn payment_method(method: Option<&PaymentMethod>) -> String {
    match method {
        Some(PaymentMethod::Card { brand, last4, wallet: None, .. }) => ending_in(&card_brand(brand), last4),
        Some(PaymentMethod::Card { brand, last4, wallet: Some(wallet), .. }) => {
            format!("{} ({})", payment_name(wallet), ending_in(&card_brand(brand), last4))
        }
        Some(PaymentMethod::Other { kind, last4: Some(last4), .. }) => ending_in(&payment_name(kind), last4),
        Some(PaymentMethod::Other { kind, email: Some(email), .. }) => {
            format!("{} ({})", payment_name(kind), isolated(email))
        }
        Some(PaymentMethod::Other { kind, .. }) => payment_name(kind),
        None => "None on file".to_owned(),
    }
}

/// "Visa ending in 4242"
fn ending_in(name: &str, last4: &str) -> String {
    format!("{name} ending in {last4}")
}

/// When the card expires or that it has expired; `None` for other payment methods.
pub fn card_expiry(method: &PaymentMethod, formats: &Formats) -> Option<String> {
    let PaymentMethod::Card { expiry, outlook, .. } = method else { return None };
    let month = formats.month(*expiry);
    Some(match outlook {
        Outlook::Good => format!("Expires at the end of {month}."),
        Outlook::ExpiresSoon => {
            format!("Expires at the end of {month}. Replace it in time, so that no payment fails.")
        }
        Outlook::Expired => format!("Expired at the end of {month}. Replace it, or the next payment fails."),
    })
}
