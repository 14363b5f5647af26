//! A customer's invoices: what is told of each.

use time::OffsetDateTime;

use crate::model::money::Money;

/// An invoice as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// `in_…`
    pub id: String,
    pub number: Option<String>,
    pub status: InvoiceStatus,
    pub created: OffsetDateTime,
    pub total: Money,
    /// Refunded to the payment method, in the unit of `total`.
    pub refunded: i64,
    /// Deducted by credit notes, or given back by them in another way than a refund.
    pub credited: i64,
    /// Whether a payment is disputed.
    pub disputed: bool,
    /// Whether Stripe has a page for it.
    pub has_page: bool,
    pub has_pdf: bool,
    /// Whether it can still be paid on its page, even if it is not owed.
    pub can_be_paid: bool,
}

/// An invoice's status as Stripe defines it; drafts are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    Open,
    Paid,
    Uncollectible,
    Void,
}

/// What happened to a paid invoice later, if it replaces the status "paid".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reversal {
    /// All of it, to the payment method.
    Refunded,
    /// All of it, at least partly in another way than to the payment method.
    Credited,
    Disputed,
}

impl Invoice {
    /// The reversal; `None` also if only a part was given back.
    pub fn reversal(&self) -> Option<Reversal> {
        let total = self.total.amount;
        match self.status {
            _ if self.disputed => Some(Reversal::Disputed),
            InvoiceStatus::Paid if total <= 0 => None,
            InvoiceStatus::Paid if self.refunded >= total => Some(Reversal::Refunded),
            InvoiceStatus::Paid if self.refunded.saturating_add(self.credited) >= total => Some(Reversal::Credited),
            _ => None,
        }
    }
}

impl InvoiceStatus {
    /// Reads Stripe's word; `None` for a draft or an unknown word.
    pub fn from_stripe(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "paid" => Some(Self::Paid),
            "uncollectible" => Some(Self::Uncollectible),
            "void" => Some(Self::Void),
            _ => None,
        }
    }
}

/// A document of an invoice that its owner can open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceDocument {
    /// Stripe's page for it.
    Page,
    Pdf,
    /// The same page, for an invoice that can be paid on it.
    Payment,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice() -> Invoice {
        Invoice {
            id: "in_1".to_owned(),
            number: None,
            status: InvoiceStatus::Paid,
            created: OffsetDateTime::UNIX_EPOCH,
            total: Money { amount: 1200, currency: "usd".to_owned() },
            refunded: 0,
            credited: 0,
            disputed: false,
            has_page: true,
            has_pdf: true,
            can_be_paid: false,
        }
    }

    #[test]
    fn a_payment_is_taken_back_in_whole_or_in_part() {
        let one = invoice();
        for (refunded, credited, disputed, reversal) in [
            (0, 0, false, None),
            (1199, 0, false, None),
            (1200, 0, false, Some(Reversal::Refunded)),
            (600, 600, false, Some(Reversal::Credited)),
            (0, 1200, false, Some(Reversal::Credited)),
            (1200, 0, true, Some(Reversal::Disputed)),
            (i64::MAX, i64::MAX, false, Some(Reversal::Refunded)),
        ] {
            let invoice = Invoice { refunded, credited, disputed, ..one.clone() };
            assert_eq!(invoice.reversal(), reversal, "{invoice:?}");
        }
        let open = Invoice { status: InvoiceStatus::Open, credited: 1200, ..one.clone() };
        assert_eq!(open.reversal(), None);
        let free = Invoice { total: Money { amount: 0, ..one.total.clone() }, ..one };
        assert_eq!(free.reversal(), None);
    }
}
