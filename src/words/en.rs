//! English.

use super::{
    Formats,
    payment_names::{card_brand, payment_name},
};
use time::OffsetDateTime;

use crate::model::{Due, NewPlan, Outlook, PaymentMethod, Plan, Standing, Status, Step, Upcoming, isolated};

/// The plan's name.
pub fn plan_name(plan: &Plan) -> String {
    match plan.name.as_deref() {
        None => "Free".to_owned(),
        // There is one, and nobody knows of what.
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

/// What is so, and what happens next.
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
        Standing::Renewing => "Your plan is being renewed. The new date appears here shortly.".to_owned(),
        Standing::Canceling { ends, charge: Some(next), .. } => format!(
            "Your plan ends on {}. Until then it is renewed, next on {} for {}.",
            date(*ends),
            date(next.at),
            upcoming(&next.amount, formats)
        ),
        Standing::Canceling { ends, charge: None, by_schedule: false } => {
            format!("Your plan ends on {}. Until then nothing changes, and you can still keep it.", date(*ends))
        }
        Standing::Canceling { ends, charge: None, by_schedule: true } => format!("Your plan ends on {}.", date(*ends)),
        Standing::ChangeScheduled { at, to } => {
            format!("Your plan changes to {} on {}. Until then nothing changes.", new_plan(to, formats), date(*at))
        }
        Standing::CollectionPaused { resumes, collected_later } => {
            let until = resumes.map(|at| format!(" until {}", date(at))).unwrap_or_default();
            let then = if *collected_later { "what falls due is collected later" } else { "nothing is charged" };
            format!("Payments are paused{until}: {then}, and your plan goes on.")
        }
        Standing::PastDue { due, ends } => with_end(past_due(due.as_ref(), formats), *ends, formats),
        Standing::Unpaid { due, ends } => {
            let owed = match due {
                Some(due) => format!("{} has been due since {}", owed(due, formats), date(due.since)),
                None => "A payment is missing".to_owned(),
            };
            let all = format!("{owed}, and we have stopped trying to collect it. Pay it to get your plan back.");
            with_end(all, *ends, formats)
        }
        Standing::Incomplete { due, until } => {
            let amount = due.as_ref().map(|due| format!(" of {}", owed(due, formats))).unwrap_or_default();
            let when = until.map(|at| format!("by {}", formats.moment(at))).unwrap_or("now".to_owned());
            format!("Your first payment{amount} is not complete. Finish it {when}, and your plan begins.")
        }
        Standing::IncompleteExpired => {
            "Your first payment was not completed in time, so the plan did not begin. Nothing was charged.".to_owned()
        }
        Standing::Paused { due: None } => {
            "Your trial is over and your plan is paused. Resume it whenever you like; the first payment is due then."
                .to_owned()
        }
        Standing::Paused { due: Some(due) } => format!(
            "Your plan is paused, because its first payment of {} did not go through. Pay it to go on.",
            owed(due, formats)
        ),
        Standing::PausedWithoutPaymentMethod => {
            "Your trial is over and your plan is paused. Add a payment method to go on.".to_owned()
        }
        Standing::CanceledPaidUntil { canceled, until } => {
            format!("Your plan was canceled on {}. It had been paid until {}.", date(*canceled), date(*until))
        }
        Standing::Ended { at: Some(at) } => format!("Your plan ended on {}.", date(*at)),
        Standing::Ended { at: None } => "Your plan has ended.".to_owned(),
        Standing::Unknown => "How your plan stands can be seen in the billing portal.".to_owned(),
    }
}

/// "$12.00", "$14.28 including $2.28 tax", or "$3.17 so far"
pub fn upcoming(amount: &Upcoming, formats: &Formats) -> String {
    let money = formats.money(&amount.money);
    let tax = amount.tax.as_ref().map(|tax| format!(" including {} tax", formats.money(tax))).unwrap_or_default();
    let so_far = if amount.so_far { " so far" } else { "" };
    format!("{money}{so_far}{tax}")
}

fn past_due(due: Option<&Due>, formats: &Formats) -> String {
    let Some(due) = due else {
        return "A payment did not go through. Update your payment method to keep your plan.".to_owned();
    };
    let (amount, since) = (owed(due, formats), formats.date(due.since));
    match due.next_attempt {
        _ if due.by_hand => format!("{amount} has been due since {since}. Pay it to keep your plan."),
        Some(at) => format!(
            "A payment of {amount} did not go through and has been due since {since}. Update your payment method \
             before we try again on {}.",
            formats.date(at)
        ),
        None => format!(
            "A payment of {amount} did not go through and has been due since {since}. Update your payment method to \
             keep your plan."
        ),
    }
}

/// "$24.00 (2 invoices)"
fn owed(due: &Due, formats: &Formats) -> String {
    let amount = formats.money(&due.amount);
    if due.invoices > 1 { format!("{amount} ({} invoices)", due.invoices) } else { amount }
}

fn with_end(sentence: String, ends: Option<OffsetDateTime>, formats: &Formats) -> String {
    match ends {
        Some(at) => format!("{sentence} Your plan ends on {}.", formats.date(at)),
        None => sentence,
    }
}

/// "5 × Team, $145.00 per month"
fn new_plan(to: &NewPlan, formats: &Formats) -> String {
    let mut plan = if to.quantity > 1 { format!("{} × {}", to.quantity, to.name) } else { to.name.clone() };
    if let (Some(amount), Some(every)) = (&to.amount, to.every) {
        plan.push_str(&format!(", {} per {},", formats.money(amount), every.noun()));
    }
    plan
}

/// What a step's button says.
pub fn step(step: &Step) -> &'static str {
    match step {
        Step::ViewPlans => "View Plans",
        Step::SubscribeAgain => "Subscribe again",
        Step::ChangePlan => "Change plan",
        Step::UpdatePaymentMethod => "Update payment method",
        Step::AddPaymentMethod => "Add a payment method",
        Step::CancelPlan => "Cancel plan",
        Step::KeepPlan => "Keep plan",
        Step::ResumePlan => "Resume plan",
        Step::PayInvoice(_) => "Pay now",
        Step::ReviewChange => "Review the change",
        Step::OpenPortal => "Open the billing portal",
    }
}

/// The payment method as its owner knows it; `None`: there is none.
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

/// When the card expires, or that it has; `None` for what does not.
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
