//! The ways to a customer's invoices: the pages of their list, and what leads to one of them.

use billing::{Invoice, InvoiceDocument};
use stripe::path_segment;

/// As many are on a page.
const ON_A_PAGE: usize = 6;

/// The path on this site that leads to the document; its address at Stripe is fetched at the click.
pub fn document_path(document: InvoiceDocument, invoice: &str) -> String {
    let document = match document {
        InvoiceDocument::Page => "",
        InvoiceDocument::Pdf => "/pdf",
        InvoiceDocument::Payment => "/pay",
    };
    format!("/account/invoices/{}{document}", path_segment(invoice))
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
    /// The page of this number, or the nearest there is.
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
    use billing::{InvoiceStatus, Money};
    use time::{Duration, OffsetDateTime};

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
        assert_eq!(document_path(InvoiceDocument::Page, "in_1"), "/account/invoices/in_1");
        assert_eq!(document_path(InvoiceDocument::Payment, "../pay?"), "/account/invoices/%2E%2E%2Fpay%3F/pay");
    }
}
