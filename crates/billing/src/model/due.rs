//! Debts: open invoices and their state.

use time::OffsetDateTime;

use crate::model::money::Money;

/// What is owed for one plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Due {
    /// The invoices, newest first; never empty.
    pub debts: Vec<Debt>,
    /// The future time at which Stripe tries to collect it again.
    pub next_attempt: Option<OffsetDateTime>,
    /// Invoices are sent and paid by hand, so a payment method would not help.
    pub by_hand: bool,
}

/// An invoice that is not paid yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Debt {
    /// `in_…`
    pub invoice: String,
    /// The amount still to be paid.
    pub amount: Money,
    pub state: DebtState,
    /// Whether it can be paid on a page of Stripe's.
    pub has_page: bool,
}

/// Whether somebody has to do something about an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DebtState {
    /// It should have been paid at this time.
    Overdue(OffsetDateTime),
    /// It has to be paid by this time.
    Upcoming(OffsetDateTime),
    /// Its payment is being processed, which takes days. Paying again would be paying twice.
    Processing,
}

/// The sum of several invoices in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sum {
    pub amount: Money,
    pub invoices: usize,
    /// When the first of them is or was due.
    pub due: OffsetDateTime,
}

impl Debt {
    /// Whether it can be paid and still needs to be.
    pub fn can_be_paid(&self) -> bool {
        self.has_page && self.state != DebtState::Processing
    }
}

impl Due {
    /// The newest invoice that can be paid: paying it restores the plan.
    pub fn payable(&self) -> Option<&Debt> {
        self.debts.iter().find(|debt| debt.can_be_paid())
    }

    /// The invoices other than the payable one, for a list.
    pub fn others(&self) -> Vec<&Debt> {
        let first = self.payable();
        let others = self.debts.iter().filter(|debt| first != Some(debt));
        if self.debts.len() > 1 { others.collect() } else { Vec::new() }
    }

    /// Whether all of it is being processed.
    pub fn is_processing(&self) -> bool {
        self.debts.iter().all(|debt| debt.state == DebtState::Processing)
    }

    /// The sum of what is overdue.
    pub fn overdue(&self) -> Option<Sum> {
        self.sum(|state| match state {
            DebtState::Overdue(since) => Some(since),
            DebtState::Upcoming(_) | DebtState::Processing => None,
        })
    }

    /// The sum of what is due later.
    pub fn upcoming(&self) -> Option<Sum> {
        self.sum(|state| match state {
            DebtState::Upcoming(by) => Some(by),
            DebtState::Overdue(_) | DebtState::Processing => None,
        })
    }

    /// The sum of what is being processed.
    pub fn processing(&self) -> Option<Money> {
        let processing = self.debts.iter().filter(|debt| debt.state == DebtState::Processing);
        total(processing.map(|debt| &debt.amount))
    }

    /// The sum of those for which `due` returns a time.
    fn sum(&self, due: impl Fn(DebtState) -> Option<OffsetDateTime>) -> Option<Sum> {
        let these: Vec<_> = self.debts.iter().filter_map(|debt| Some((&debt.amount, due(debt.state)?))).collect();
        Some(Sum {
            amount: total(these.iter().map(|(amount, _)| *amount))?,
            invoices: these.len(),
            due: these.iter().map(|(_, due)| *due).min()?,
        })
    }
}

/// A subscription has one currency, and so have all its invoices.
fn total<'a>(mut amounts: impl Iterator<Item = &'a Money>) -> Option<Money> {
    let first = amounts.next()?.clone();
    Some(amounts.fold(first, |sum, next| Money { amount: sum.amount.saturating_add(next.amount), ..sum }))
}
