//! English.

use super::Formats;
use crate::model::{Due, InvoiceStatus, Outlook, PaymentMethod, Plan, Standing, Status, Step};

/// The plan's name.
pub fn plan_name(plan: &Plan) -> &str {
    plan.name.as_deref().unwrap_or("Free")
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
        Standing::NothingOnFile => {
            "There is nothing to manage yet: no plan, no payment method and no invoice. Choose a plan to begin."
                .to_owned()
        }
        Standing::CustomerDeleted => {
            "Your billing account was closed, and nothing more is charged. Choose a plan to start anew.".to_owned()
        }
        Standing::Trialing { ends, then: Some(amount) } => {
            format!("Your trial ends on {}; the paid plan begins then, with {}.", date(*ends), formats.money(amount))
        }
        Standing::Trialing { ends, then: None } => {
            format!("Your trial ends on {}; the paid plan begins then.", date(*ends))
        }
        Standing::TrialingWithoutPaymentMethod { ends } => {
            format!("Your trial ends on {}. Add a payment method before then to keep your plan.", date(*ends))
        }
        Standing::Active { renews, amount: Some(amount) } => {
            format!("Your plan renews on {} for {}.", date(*renews), formats.money(amount))
        }
        Standing::Active { renews, amount: None } => format!("Your plan renews on {}.", date(*renews)),
        Standing::Renewing => "Your plan is being renewed. The new date appears here shortly.".to_owned(),
        Standing::Canceling { ends } => {
            format!("Your plan ends on {}. Until then nothing changes, and you can still keep it.", date(*ends))
        }
        Standing::ChangeScheduled { at, to } => {
            format!("Your plan changes to {to} on {}. Until then nothing changes.", date(*at))
        }
        Standing::CollectionPaused { resumes: Some(at) } => {
            format!("Payments are paused until {}: nothing is charged, and your plan goes on.", date(*at))
        }
        Standing::CollectionPaused { resumes: None } => {
            "Payments are paused: nothing is charged, and your plan goes on.".to_owned()
        }
        Standing::PastDue { due } => past_due(due.as_ref(), formats),
        Standing::Unpaid { due: Some(Due { amount, since, .. }) } => format!(
            "{} has been due since {}, and we have stopped trying to collect it. Pay it to get your plan back.",
            formats.money(amount),
            date(*since)
        ),
        Standing::Unpaid { due: None } => {
            "A payment is missing, and we have stopped trying to collect it. Pay it to get your plan back.".to_owned()
        }
        Standing::Incomplete { due: Some(Due { amount, .. }) } => format!(
            "Your first payment of {} is not complete. Finish it within a day, and your plan begins.",
            formats.money(amount)
        ),
        Standing::Incomplete { due: None } => {
            "Your first payment is not complete. Finish it within a day, and your plan begins.".to_owned()
        }
        Standing::IncompleteExpired => {
            "Your first payment was not completed in time, so the plan did not begin. Nothing was charged.".to_owned()
        }
        Standing::Paused => {
            "Your trial is over and your plan is paused. Resume it whenever you like; the first payment is due then."
                .to_owned()
        }
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

fn past_due(due: Option<&Due>, formats: &Formats) -> String {
    let Some(due) = due else {
        return "A payment did not go through. Update your payment method to keep your plan.".to_owned();
    };
    let owed = format!(
        "A payment of {} did not go through and has been due since {}.",
        formats.money(&due.amount),
        formats.date(due.since)
    );
    match due.next_attempt {
        Some(at) => format!("{owed} Update your payment method before we try again on {}.", formats.date(at)),
        None => format!("{owed} Update your payment method to keep your plan."),
    }
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
        Some(PaymentMethod::Card { brand, last4, .. }) => format!("{} ending in {last4}", card_brand(brand)),
        Some(PaymentMethod::Other(kind)) => kind_of_payment(kind),
        None => "None on file".to_owned(),
    }
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

/// Stripe's word for a card's brand, as the brand writes itself.
fn card_brand(brand: &str) -> &str {
    match brand {
        "amex" => "American Express",
        "cartes_bancaires" => "Cartes Bancaires",
        "diners" => "Diners Club",
        "discover" => "Discover",
        "eftpos_au" => "eftpos",
        "jcb" => "JCB",
        "mastercard" => "Mastercard",
        "unionpay" => "UnionPay",
        "visa" => "Visa",
        _ => "Card",
    }
}

/// Stripe's word for another kind of payment method, readable at least.
fn kind_of_payment(kind: &str) -> String {
    match kind {
        "bacs_debit" => "Bacs Direct Debit".to_owned(),
        "link" => "Link".to_owned(),
        "paypal" => "PayPal".to_owned(),
        "sepa_debit" => "SEPA Direct Debit".to_owned(),
        "us_bank_account" => "Bank account".to_owned(),
        "" => "On file".to_owned(),
        other => other.replace('_', " "),
    }
}

/// The word on an invoice's badge.
pub fn invoice_status(status: InvoiceStatus) -> &'static str {
    match status {
        InvoiceStatus::Open => "Open",
        InvoiceStatus::Paid => "Paid",
        InvoiceStatus::Uncollectible => "Uncollectible",
        InvoiceStatus::Void => "Void",
    }
}
