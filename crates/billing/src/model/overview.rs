//! The content of the account page, as data without texts.

use time::OffsetDateTime;

use crate::model::{
    due::Debt,
    invoice::Invoice,
    money::Money,
    next_action::NextAction,
    next_invoice::NextInvoice,
    pause::{CollectionPause, WayOn},
    period::Period,
    schedule::Schedule,
    standing::Standing,
    status::Status,
};

/// Everything about plans and payments on the account page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Never empty: "no plan" is an entry too.
    pub plans: Vec<Plan>,
    /// Other debts: without a plan, or of a plan that is not shown. Newest first.
    pub debts: Vec<Debt>,
    /// The payment method.
    pub payment_method: Option<PaymentMethod>,
    /// Credit or debt that changes the next invoices.
    pub balance: Option<Balance>,
    pub next_invoice: Option<NextInvoice>,
    /// The name of the plan that it is for, if there are several.
    pub next_invoice_of: Option<String>,
    /// The newest first.
    pub invoices: Vec<Invoice>,
    /// Whether Stripe may have older invoices, which are not mirrored.
    pub has_older_invoices: bool,
}

/// One plan and its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `sub_…`; `None` if there is no subscription to act on.
    pub subscription: Option<String>,
    /// The first products' names; `None` for the free plan.
    pub name: Option<String>,
    /// How many more products there are.
    pub more: usize,
    /// The name of the plan that ended last, if there is none now.
    pub ended: Option<String>,
    pub items: Vec<PlanItem>,
    pub discounts: Vec<Discount>,
    /// A change that takes effect once it is paid.
    pub pending_update: Option<PendingUpdate>,
    /// `None`: no subscription, shown as "N/A".
    pub status: Option<Status>,
    /// The end of the paid period or of the trial, if it is in the future.
    pub period_end: Option<OffsetDateTime>,
    pub standing: Standing,
    pub schedule: Schedule,
    /// Whether it is a plan of this site, not of another service with the same Stripe account.
    pub is_ours: bool,
    /// A pause of payments, if the standing does not contain it.
    pub collection_pause: Option<CollectionPause>,
    /// Whether it can be paused in the portal.
    pub can_pause: bool,
    /// Whether the portal can change it: one item with a quantity, charged automatically.
    pub can_change: bool,
}

impl Plan {
    /// The possible actions, the best one first; never empty.
    pub fn next_actions(&self) -> Vec<NextAction> {
        let mut steps = self.standing.next_actions();
        steps.retain(|step| !self.schedule.forbids(step) && (self.can_change || *step != NextAction::ChangePlan));
        if self.can_pause {
            // Pausing comes before canceling.
            let place = steps.iter().position(|step| *step == NextAction::CancelPlan).unwrap_or(steps.len());
            steps.insert(place, NextAction::PausePlan);
        }
        if steps.is_empty() {
            steps.push(NextAction::OpenPortal);
        }
        steps
    }

    /// Whether only the seller can do what the customer may want.
    pub fn needs_seller(&self) -> bool {
        self.is_held_by_schedule()
            || matches!(
                self.standing.alone(),
                Standing::CustomerMissing
                    | Standing::Canceling { by_schedule: true, .. }
                    | Standing::Paused { way_on: WayOn::Seller, .. }
            )
    }

    /// Whether the schedule forbids an action.
    pub fn is_held_by_schedule(&self) -> bool {
        self.standing.next_actions().iter().any(|step| self.schedule.forbids(step))
    }
}

/// One item of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanItem {
    pub name: String,
    /// The quantity; `None` for a usage-based price.
    pub quantity: Option<i64>,
    /// The price of one unit, before tax and discounts; `None` if it is not fixed.
    pub price: Option<Money>,
    /// `None` for an unknown interval.
    pub every: Option<Period>,
    /// Whether tax is added to the price.
    pub plus_tax: bool,
    /// When it renews, if the plan's items renew at different times.
    pub renews: Option<OffsetDateTime>,
}

/// A discount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount {
    pub off: Off,
    /// The product to which it is limited.
    pub on: Option<String>,
    pub lasts: Lasts,
}

/// The amount of a discount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Off {
    /// A percentage, in digits: "50", "33.33".
    Percent(String),
    Amount(Money),
}

/// How long a discount lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    Forever,
    Until(OffsetDateTime),
    /// Only for the next invoice.
    Once,
}

/// A change of a plan that waits for its payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingUpdate {
    /// When the change is dropped.
    pub until: OffsetDateTime,
    /// The invoice (`in_…`) and the amount still to be paid, if it is known and can be paid.
    pub invoice: Option<(String, Money)>,
    /// Its payment is being processed, which takes days.
    pub is_processing: bool,
}

/// A customer's balance with the seller. Never zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Balance {
    Credit(Money),
    Debit(Money),
}

/// A payment method, with what its owner recognises it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentMethod {
    Card {
        /// Stripe's word, such as `visa`.
        brand: String,
        last4: String,
        /// Stripe's name of the card's wallet, such as `apple_pay`.
        wallet: Option<String>,
        expiry: Expiry,
        outlook: Outlook,
    },
    /// Any other kind.
    Other {
        /// Stripe's name of the kind, such as `sepa_debit`.
        kind: String,
        last4: Option<String>,
        /// The account's e-mail address there.
        email: Option<String>,
    },
}

/// The last month in which a card is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
    pub year: i32,
    pub month: time::Month,
}

/// Whether a card will still be valid when it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    Good,
    /// In its last month, or in the one before.
    ExpiresSoon,
    Expired,
}

impl Expiry {
    /// The card's outlook at this time.
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
