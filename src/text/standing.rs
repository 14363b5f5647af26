//! The standing of a plan in words: its badge, its sentence, what is lost by waiting, and the labels of its actions.
//! docs/ACCOUNT.md has the tables, which a test compares.

use billing::{Due, NextAction, NextInvoice, PaymentMethod, Plan, Standing, Status};
use time::OffsetDateTime;

use crate::{
    say,
    text::{
        Reader,
        debts::{later, owed, owing},
        pause,
        payment_method::payment_method,
        plan::plan_name,
        schedule,
    },
};

/// How a badge or a notice looks: never the only sign of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    /// Something is to be known, and nothing to be done.
    Information,
    /// Something is lost by waiting.
    Attention,
    /// Something is lost already.
    Wrong,
    Over,
}

impl Tone {
    /// The end of its CSS class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Information => "information",
            Self::Attention => "attention",
            Self::Wrong => "wrong",
            Self::Over => "over",
        }
    }
}

/// What is told above everything else, since waiting costs something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    pub title: String,
    pub text: String,
    pub tone: Tone,
}

/// The plan's badge; `None` without a subscription, shown as "N/A".
pub fn badge(plan: &Plan, reader: &Reader) -> Option<(String, Tone)> {
    let day = |at| short_date(at, reader);
    let of_standing = match plan.standing.alone() {
        Standing::Canceling { ends, .. } => Some((say!(reader, "badge-cancels", date = day(*ends)), Tone::Attention)),
        Standing::ChangeScheduled { at, .. } => {
            Some((say!(reader, "badge-changes", date = day(*at)), Tone::Information))
        }
        Standing::CollectionPaused { .. } => Some((say!(reader, "badge-billing-paused"), Tone::Information)),
        Standing::Incomplete { due: Some(due), .. } | Standing::PastDue { due: Some(due), .. }
            if due.is_processing() =>
        {
            Some((say!(reader, "badge-processing"), Tone::Information))
        }
        Standing::Unknown => Some((say!(reader, "badge-unknown"), Tone::Attention)),
        _ => None,
    };
    of_standing.or_else(|| plan.status.map(|status| of_status(status, reader)))
}

fn of_status(status: Status, reader: &Reader) -> (String, Tone) {
    match status {
        Status::Incomplete => (say!(reader, "badge-incomplete"), Tone::Attention),
        Status::IncompleteExpired => (say!(reader, "badge-expired"), Tone::Over),
        Status::Trialing => (say!(reader, "badge-trial"), Tone::Good),
        Status::Active => (say!(reader, "badge-active"), Tone::Good),
        Status::PastDue => (say!(reader, "badge-past-due"), Tone::Attention),
        Status::Unpaid => (say!(reader, "badge-unpaid"), Tone::Wrong),
        Status::Paused => (say!(reader, "badge-paused"), Tone::Attention),
        Status::Canceled => (say!(reader, "badge-canceled"), Tone::Over),
        Status::Other => (say!(reader, "badge-unknown"), Tone::Attention),
    }
}

/// Without the year, if it is the next such day.
fn short_date(at: OffsetDateTime, reader: &Reader) -> String {
    let is_near = at - clock::now() < time::Duration::days(330);
    if is_near { reader.day_of_year(at) } else { reader.date(at) }
}

/// What is lost by waiting, if anything. `method` is what pays for the plan.
pub fn banner(plan: &Plan, method: Option<&PaymentMethod>, reader: &Reader) -> Option<Banner> {
    if !plan.standing.needs_attention() {
        return None;
    }
    let name = spoken_name(plan, reader);
    let keep = || say!(reader, "keep-with-payment-method", plan = name.as_str());
    let (title, tone) = match plan.standing.alone() {
        Standing::TrialingWithoutPaymentMethod { .. } | Standing::ActiveWithoutPaymentMethod { .. } => {
            (keep(), Tone::Attention)
        }
        Standing::PastDue { due: Some(Due { by_hand: true, .. }), .. } => {
            (say!(reader, "invoice-overdue"), Tone::Attention)
        }
        Standing::PastDue { .. } => (say!(reader, "payment-failed"), Tone::Attention),
        Standing::Unpaid { .. } => (say!(reader, "on-hold"), Tone::Wrong),
        Standing::Incomplete { .. } => (say!(reader, "payment-incomplete"), Tone::Attention),
        Standing::Paused { .. } => (say!(reader, "plan-paused"), Tone::Attention),
        _ => (say!(reader, "invoice-overdue"), Tone::Attention),
    };
    let mut sentences = sentences(&plan.standing, &name, method, reader);
    // The title says it already.
    sentences.retain(|sentence| *sentence != title);
    Some(Banner { title, text: sentences.join(" "), tone })
}

/// The plan's state, what happens next, and why it cannot be changed here, if it cannot.
pub fn about(plan: &Plan, reader: &Reader) -> String {
    let mut all = sentences(&plan.standing, &spoken_name(plan, reader), None, reader);
    if plan.is_held_by_schedule() {
        all.push(say!(reader, "held-by-schedule"));
    }
    all.join(" ")
}

/// The plan that the sentences are about: without one, the last that there was.
fn spoken_name(plan: &Plan, reader: &Reader) -> String {
    match plan.name.as_deref() {
        None => plan.ended.clone().unwrap_or_default(),
        Some("") => say!(reader, "plan-in-sentence"),
        Some(_) => plan_name(plan, reader),
    }
}

/// The plan's state, and what happens next.
pub fn sentence(standing: &Standing, plan: &str, reader: &Reader) -> String {
    sentences(standing, plan, None, reader).join(" ")
}

fn sentences(standing: &Standing, plan: &str, method: Option<&PaymentMethod>, reader: &Reader) -> Vec<String> {
    let date = |at: &OffsetDateTime| reader.date(*at);
    let one = match standing {
        Standing::Free | Standing::NothingOnFile => say!(reader, "no-plan"),
        Standing::CustomerDeleted => say!(reader, "customer-deleted"),
        Standing::CustomerMissing => say!(reader, "customer-missing"),
        Standing::Trialing { ends, then: Some(amount) } => {
            say!(reader, "trial", date = date(ends), amount = reader.money(&amount.money))
        }
        Standing::Trialing { ends, then: None } => say!(reader, "trial-of-unknown-amount", date = date(ends)),
        Standing::TrialingWithoutPaymentMethod { ends } => {
            say!(reader, "trial-without-payment-method", date = date(ends))
        }
        Standing::Active { renews, amount: Some(amount) } if amount.so_far => {
            say!(reader, "active-by-usage", date = date(renews), amount = reader.money(&amount.money))
        }
        Standing::Active { renews, amount: Some(amount) } => {
            say!(reader, "active", date = date(renews), amount = reader.money(&amount.money))
        }
        Standing::ActiveWithoutPaymentMethod { renews, amount: Some(amount) } => {
            let amount = reader.money(&amount.money);
            say!(reader, "active-without-payment-method", date = date(renews), amount = amount)
        }
        Standing::Active { renews, amount: None } | Standing::ActiveWithoutPaymentMethod { renews, amount: None } => {
            say!(reader, "active-of-unknown-amount", date = date(renews))
        }
        Standing::Renewing => say!(reader, "renewing"),
        Standing::Canceling { ends, charge, by_schedule, on_trial } => {
            let sentence = canceling(*ends, charge.as_ref(), *by_schedule, reader);
            match sentence {
                Some(sentence) => sentence,
                None if *on_trial => say!(reader, "canceling-trial", date = date(ends)),
                None => say!(reader, "canceling", date = date(ends), plan = plan),
            }
        }
        Standing::ChangeScheduled { at, change, ends } => {
            let change = schedule::change(change, &date(at), reader);
            return with_end(vec![change, say!(reader, "nothing-changes-before")], *ends, reader);
        }
        Standing::CollectionPaused { resumes, behavior } => pause::collection_paused(*resumes, *behavior, plan, reader),
        Standing::PastDue { due, ends } => {
            return with_end(past_due(due.as_ref(), plan, method, reader), *ends, reader);
        }
        Standing::Unpaid { due, ends } => return with_end(unpaid(due.as_ref(), plan, reader), *ends, reader),
        Standing::Incomplete { due, until } => return incomplete(due.as_ref(), *until, reader),
        Standing::IncompleteExpired => say!(reader, "expired"),
        Standing::Paused { reason, since, way_on, ends } => {
            return with_end(pause::sentences(*reason, *since, way_on, reader), *ends, reader);
        }
        Standing::CanceledPaidUntil { canceled, until } => {
            say!(reader, "canceled-paid-until", canceled = date(canceled), date = date(until))
        }
        Standing::Ended { at: Some(at) } if plan.is_empty() => say!(reader, "ended-without-name", date = date(at)),
        Standing::Ended { at: Some(at) } => say!(reader, "ended", plan = plan, date = date(at)),
        Standing::Ended { at: None } => say!(reader, "ended-without-date"),
        Standing::Owing { plan: alone, due } => {
            let mut all = sentences(alone, plan, method, reader);
            all.extend(owing(alone, due, reader));
            return all;
        }
        Standing::Unknown => say!(reader, "state-unknown"),
    };
    vec![one]
}

/// A cancellation that is not the usual one: by a schedule, or after another renewal.
fn canceling(ends: OffsetDateTime, charge: Option<&NextInvoice>, by_schedule: bool, reader: &Reader) -> Option<String> {
    let ends = reader.date(ends);
    let charge = charge.map(|next| (reader.money(&next.amount.money), reader.date(next.at)));
    match (charge, by_schedule) {
        (Some((amount, next)), true) => {
            Some(say!(reader, "ends-by-schedule-after-renewal", date = ends, amount = amount, next = next))
        }
        (None, true) => Some(say!(reader, "ends-by-schedule", date = ends)),
        (Some((amount, next)), false) => {
            Some(say!(reader, "canceling-after-renewal", date = ends, amount = amount, next = next))
        }
        (None, false) => None,
    }
}

fn with_end(mut sentences: Vec<String>, ends: Option<OffsetDateTime>, reader: &Reader) -> Vec<String> {
    sentences.extend(ends.map(|at| say!(reader, "plan-ends", date = reader.date(at))));
    sentences
}

/// The sentences for an overdue payment, also if its amount is unknown, and for what is due besides.
fn past_due(due: Option<&Due>, plan: &str, method: Option<&PaymentMethod>, reader: &Reader) -> Vec<String> {
    let Some(due) = due else { return vec![say!(reader, "past-due-of-unknown-amount", plan = plan)] };
    let overdue = due.overdue().map(|sum| {
        let amount = owed(&sum, reader);
        match method {
            _ if due.by_hand => {
                say!(reader, "overdue-by-hand", amount = amount, date = reader.date(sum.due), plan = plan)
            }
            // "On file" is no name of a payment method.
            None | Some(PaymentMethod::Other { last4: None, email: None, .. }) => {
                say!(reader, "past-due", amount = amount, plan = plan)
            }
            Some(_) => {
                let method = payment_method(method, reader);
                say!(reader, "past-due-with-method", amount = amount, method = method, plan = plan)
            }
        }
    });
    let again = due.next_attempt.filter(|_| overdue.is_some() && !due.by_hand);
    let again = again.map(|at| say!(reader, "try-again-on", date = reader.date(at)));
    overdue.into_iter().chain(again).chain(later(due, reader)).collect()
}

fn unpaid(due: Option<&Due>, plan: &str, reader: &Reader) -> Vec<String> {
    let Some(due) = due else { return vec![say!(reader, "unpaid-of-unknown-amount", plan = plan)] };
    let overdue = due
        .overdue()
        .map(|sum| say!(reader, "unpaid", amount = owed(&sum, reader), date = reader.date(sum.due), plan = plan));
    overdue.into_iter().chain(later(due, reader)).collect()
}

/// `until`: until when it can be completed.
fn incomplete(due: Option<&Due>, until: Option<OffsetDateTime>, reader: &Reader) -> Vec<String> {
    let until = until.map(|at| reader.moment(at));
    let Some(due) = due else {
        return vec![match until {
            Some(moment) => say!(reader, "incomplete-of-unknown-amount-until", moment = moment),
            None => say!(reader, "incomplete-of-unknown-amount"),
        }];
    };
    let overdue = due.overdue().map(|sum| match until {
        Some(moment) => say!(reader, "incomplete-until", amount = owed(&sum, reader), moment = moment),
        None => say!(reader, "incomplete", amount = owed(&sum, reader)),
    });
    overdue.into_iter().chain(later(due, reader)).collect()
}

/// The label of an action's button.
pub fn step(step: &NextAction, reader: &Reader) -> String {
    match step {
        NextAction::ViewPlans => say!(reader, "view-plans"),
        NextAction::SubscribeAgain => say!(reader, "choose-a-plan"),
        NextAction::ChangePlan => say!(reader, "change-plan"),
        NextAction::UpdatePaymentMethod => say!(reader, "update-payment-method"),
        NextAction::AddPaymentMethod => say!(reader, "add-payment-method"),
        NextAction::CancelPlan => say!(reader, "cancel-plan"),
        NextAction::KeepPlan => say!(reader, "keep-plan"),
        NextAction::ResumePlan => say!(reader, "resume-plan"),
        NextAction::PausePlan => say!(reader, "pause-plan"),
        NextAction::PayInvoice(debt) => say!(reader, "pay-amount", amount = reader.money(&debt.amount)),
        NextAction::ReviewChange => say!(reader, "review-change"),
        NextAction::OpenPortal => say!(reader, "open-portal"),
    }
}
