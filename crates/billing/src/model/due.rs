//! What is owed: open invoices, and how far each is from being paid.

use time::OffsetDateTime;

use crate::model::money::Money;

/// What is owed for one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Invoice by invoice, the newest first; never none.
    pub debts: Vec<Debt>,
    /// When Stripe tries again to collect it; that is still to come.
    pub next_attempt: Option<OffsetDateTime>,
    /// Invoices are sent, to be paid by hand: no payment method would help.
    pub by_hand: bool,
}

/// An invoice that is not paid yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    /// `in_…`
    pub invoice: String,
    /// What is left of it to be paid.
    pub amount: Money,
    pub state: DebtState,
    /// Whether Stripe has a page for it, on which it can be paid.
    pub has_page: bool,
}

/// Whether somebody has to do something about an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebtState {
    /// It should have been paid then.
    Overdue(OffsetDateTime),
    /// It has to be paid by then.
    Upcoming(OffsetDateTime),
    /// It is being paid, by a payment that takes days. Paying once more would be paying twice.
    Processing,
}

/// Several invoices of one currency, taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    pub amount: Money,
    pub invoices: usize,
    /// When the first of them was due, or will be.
    pub due: OffsetDateTime,
}

impl Debt {
    /// Whether there is a way to pay it, and need for it.
    pub fn can_be_paid(&self) -> bool {
        self.has_page && self.state != DebtState::Processing
    }
}

impl Due {
    /// The newest invoice that can be paid: that is the one that gets a plan back.
    pub fn payable(&self) -> Option<&Debt> {
        self.debts.iter().find(|debt| debt.can_be_paid())
    }

    /// What is listed of several invoices: those besides the one that is paid first.
    pub fn others(&self) -> Vec<&Debt> {
        let first = self.payable();
        let others = self.debts.iter().filter(|debt| first != Some(debt));
        if self.debts.len() > 1 { others.collect() } else { Vec::new() }
    }

    /// Whether everything is being paid already.
    pub fn is_processing(&self) -> bool {
        self.debts.iter().all(|debt| debt.state == DebtState::Processing)
    }

    /// What should have been paid by now.
    pub fn overdue(&self) -> Option<Sum> {
        self.sum(|state| match state {
            DebtState::Overdue(since) => Some(since),
            DebtState::Upcoming(_) | DebtState::Processing => None,
        })
    }

    /// What has to be paid later.
    pub fn upcoming(&self) -> Option<Sum> {
        self.sum(|state| match state {
            DebtState::Upcoming(by) => Some(by),
            DebtState::Overdue(_) | DebtState::Processing => None,
        })
    }

    /// What is being paid already.
    pub fn processing(&self) -> Option<Money> {
        let processing = self.debts.iter().filter(|debt| debt.state == DebtState::Processing);
        total(processing.map(|debt| &debt.amount))
    }

    /// Those that are due at some time, together.
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
