//! The account page as facts, before they are words.

use time::OffsetDateTime;

use crate::model::{
    due::Debt, invoice::Invoice, money::Money, next_action::NextAction, next_invoice::NextInvoice,
    pause::CollectionPause, period::Period, schedule::Schedule, standing::Standing, status::Status,
};

/// All that the account page tells about plans and payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Never empty: somebody without a plan is told so in the same way.
    pub plans: Vec<Plan>,
    /// What is owed besides: for no plan, or for one that is not told of. The newest first.
    pub debts: Vec<Debt>,
    /// What pays.
    pub payment_method: Option<PaymentMethod>,
    /// What the next invoices are over less or more.
    pub balance: Option<Balance>,
    pub next_invoice: Option<NextInvoice>,
    /// The newest first.
    pub invoices: Vec<Invoice>,
    /// Whether Stripe may have older ones, which are not known here.
    pub has_older_invoices: bool,
}

/// One plan and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `sub_…`; `None` if there is no subscription that anything could be done with.
    pub subscription: Option<String>,
    /// The products' names, the first of them; `None`: the free plan.
    pub name: Option<String>,
    /// How many products there are besides.
    pub more: usize,
    /// What is paid for, where that is more than one of one fixed price.
    pub items: Vec<PlanItem>,
    pub discounts: Vec<Discount>,
    /// A change that begins once it is paid for.
    pub pending_update: Option<PendingUpdate>,
    /// `None`: no subscription, shown as "N/A".
    pub status: Option<Status>,
    /// The end of the period that is paid for or being tried, if that is still to come.
    pub period_end: Option<OffsetDateTime>,
    pub standing: Standing,
    pub schedule: Schedule,
    /// Whether it is a plan of this site, and not of another service that sells by the same Stripe account.
    pub is_ours: bool,
    /// That payments are paused, where the standing says something else.
    pub collection_pause: Option<CollectionPause>,
    /// Whether it can be paused in the portal.
    pub can_pause: bool,
    /// Whether the portal can change it to another: one thing with a quantity, that is charged by itself.
    pub can_change: bool,
}

impl Plan {
    /// The steps that lead on from where it stands, the best one first; never none.
    pub fn next_actions(&self) -> Vec<NextAction> {
        let mut steps = self.standing.next_actions();
        steps.retain(|step| !self.schedule.forbids(step) && (self.can_change || *step != NextAction::ChangePlan));
        if self.can_pause {
            // Better than to cancel.
            let place = steps.iter().position(|step| *step == NextAction::CancelPlan).unwrap_or(steps.len());
            steps.insert(place, NextAction::PausePlan);
        }
        if steps.is_empty() {
            steps.push(NextAction::OpenPortal);
        }
        steps
    }

    /// Whether a step is missing because of the schedule.
    pub fn is_held_by_schedule(&self) -> bool {
        self.standing.next_actions().iter().any(|step| self.schedule.forbids(step))
    }
}

/// One line of what is paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanItem {
    pub name: String,
    /// How many; `None` where what was used is billed.
    pub quantity: Option<i64>,
    /// For one, before tax and discounts; `None` where it is no fixed amount.
    pub price: Option<Money>,
    /// `None` for what is neither a month nor a year.
    pub every: Option<Period>,
    /// Whether tax comes on top.
    pub plus_tax: bool,
    /// When it renews, where the items of the plan do so at different times.
    pub renews: Option<OffsetDateTime>,
}

/// What is taken off the price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount {
    pub off: Off,
    /// The only product that it is for.
    pub on: Option<String>,
    pub lasts: Lasts,
}

/// How much is taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Off {
    /// Of a hundred, in digits: "50", "33.33".
    Percent(String),
    Amount(Money),
}

/// For how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    Forever,
    Until(OffsetDateTime),
    /// For the next invoice alone.
    Once,
}

/// A change of a plan that waits for its payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingUpdate {
    /// The change is dropped then.
    pub until: OffsetDateTime,
    /// The invoice (`in_…`) and what is left of it, if it is known and can be paid.
    pub invoice: Option<(String, Money)>,
    /// It is being paid, by a payment that takes days.
    pub is_processing: bool,
}

/// A customer's account with the seller. Never of nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Balance {
    Credit(Money),
    Debit(Money),
}

/// What pays, as far as its owner needs to recognise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentMethod {
    Card {
        /// Stripe's word, such as `visa`.
        brand: String,
        last4: String,
        /// Stripe's word for what the card is in, such as `apple_pay`.
        wallet: Option<String>,
        expiry: Expiry,
        outlook: Outlook,
    },
    /// Something else.
    Other {
        /// Stripe's word for it, such as `sepa_debit`.
        kind: String,
        last4: Option<String>,
        /// By which it knows its customer.
        email: Option<String>,
    },
}

/// The last month in which a card is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
    pub year: i32,
    pub month: time::Month,
}

/// Whether a card will still be good when it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    Good,
    /// In its last month, or in the one before.
    ExpiresSoon,
    Expired,
}

impl Expiry {
    /// How the card stands at this time.
    pub fn outlook(self, now: OffsetDateTime) -> Outlook {
        let months = |year: i32, month: time::Month| i64::from(year) * 12 + i64::from(u8::from(month));
        match months(self.year, self.month) - months(now.year(), now.month()) {
            ..0 => Outlook::Expired,
            0 | 1 => Outlook::ExpiresSoon,
            2.. => Outlook::Good,
        }
    }
}

#[cfg(test)]
mod tests {
    use time::{Month, macros::datetime};

    use super::*;

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let card = Expiry { year: 2026, month: Month::December };
        for (now, outlook) in [
            (datetime!(2026-10-31 23:59 UTC), Outlook::Good),
            (datetime!(2026-11-01 00:00 UTC), Outlook::ExpiresSoon),
            (datetime!(2026-12-31 23:59 UTC), Outlook::ExpiresSoon),
            (datetime!(2027-01-01 00:00 UTC), Outlook::Expired),
        ] {
            assert_eq!(card.outlook(now), outlook, "{now}");
        }
    }
}
