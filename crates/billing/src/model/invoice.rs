//! A customer's invoices as lines of a list, and their paths.

use stripe::path_segment;
use time::OffsetDateTime;

use crate::model::money::Money;

/// Invoices per page.
const ON_A_PAGE: usize = 6;

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

impl InvoiceDocument {
    /// The path on this site that redirects there; Stripe's address is fetched on each click.
    pub fn path(self, invoice: &str) -> String {
        let document = match self {
            Self::Page => "",
            Self::Pdf => "/pdf",
            Self::Payment => "/pay",
        };
        format!("/account/invoices/{}{document}", path_segment(invoice))
    }
}

/// A page of a list of invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoicePage {
    /// The newest first.
    pub invoices: Vec<Invoice>,
    /// From 1, the newest.
    pub number: usize,
    /// How many pages there are; at least 1.
    pub of: usize,
}

impl InvoicePage {
    /// The page with this number, or the nearest one.
    pub fn new(all: Vec<Invoice>, number: usize) -> Self {
        let of = all.len().div_ceil(ON_A_PAGE).max(1);
        let number = number.clamp(1, of);
        let invoices = all.into_iter().skip((number - 1) * ON_A_PAGE).take(ON_A_PAGE).collect();
        Self { invoices, number, of }
    }

    /// The page before this one, with newer invoices.
    pub fn newer(&self) -> Option<usize> {
        (self.number > 1).then(|| self.number - 1)
    }

    /// The page after this one.
    pub fn older(&self) -> Option<usize> {
        (self.number < self.of).then(|| self.number + 1)
    }

    /// The account page's address with the page of this number.
    pub fn path(number: usize) -> String {
        format!("/account?invoices={number}#invoices")
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;

    fn invoices(count: i64) -> Vec<Invoice> {
        let invoice = |number| Invoice {
            id: format!("in_{number}"),
            number: None,
            status: InvoiceStatus::Paid,
            created: OffsetDateTime::UNIX_EPOCH + Duration::days(count - number),
            total: Money { amount: 1200, currency: "usd".to_owned() },
            refunded: 0,
            credited: 0,
            disputed: false,
            has_page: true,
            has_pdf: true,
            can_be_paid: false,
        };
        (0..count).map(invoice).collect()
    }

    #[test]
    fn a_payment_is_taken_back_in_whole_or_in_part() {
        let one = invoices(1).remove(0);
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

    #[test]
    fn every_invoice_is_on_one_page() {
        for count in [0, 1, 6, 7, 12, 13] {
            let all = invoices(count);
            let first = InvoicePage::new(all.clone(), 1);
            let pages = std::iter::successors(Some(first), |page| Some(InvoicePage::new(all.clone(), page.older()?)));
            let pages: Vec<_> = pages.collect();
            assert!(pages.iter().all(|page| page.of == pages.len()), "{count}");
            assert!(pages.iter().skip(1).all(|page| page.newer() == Some(page.number - 1)), "{count}");
            assert_eq!(pages[0].newer(), None);
            assert_eq!(pages.into_iter().flat_map(|page| page.invoices).collect::<Vec<_>>(), all, "{count}");
        }
    }

    #[test]
    fn a_number_that_is_none_leads_to_the_nearest_page() {
        for (number, page) in [(0, 1), (1, 1), (3, 3), (4, 3), (usize::MAX, 3)] {
            assert_eq!(InvoicePage::new(invoices(13), number).number, page);
        }
    }

    #[test]
    fn a_path_names_one_invoice_whatever_its_id() {
        assert_eq!(InvoiceDocument::Page.path("in_1"), "/account/invoices/in_1");
        assert_eq!(InvoiceDocument::Payment.path("../pay?"), "/account/invoices/%2E%2E%2Fpay%3F/pay");
    }
}
