//! The account page as facts, before they are words.

use time::OffsetDateTime;

use super::{Money, Standing, Status, web_address};

/// All that the account page tells about plans and payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Never empty: somebody without a plan is told so in the same way.
    pub plans: Vec<Plan>,
    /// What pays.
    pub payment_method: Option<PaymentMethod>,
    pub next_invoice: Option<NextInvoice>,
    /// The newest first.
    pub invoices: Vec<Invoice>,
}

/// One plan and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `sub_…`; `None` if there is no subscription that anything could be done with.
    pub subscription: Option<String>,
    /// The product's name; `None`: the free plan.
    pub name: Option<String>,
    /// `None`: no subscription, shown as "N/A".
    pub status: Option<Status>,
    /// The end of the period that is paid for or being tried.
    pub period_end: Option<OffsetDateTime>,
    pub standing: Standing,
}

/// The invoice that comes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextInvoice {
    pub at: OffsetDateTime,
    pub amount: Money,
}

/// An invoice as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    pub number: Option<String>,
    pub status: InvoiceStatus,
    pub created: OffsetDateTime,
    pub total: Money,
    /// Stripe's page for it.
    pub page: Option<InvoiceUrl>,
    pub pdf: Option<InvoiceUrl>,
}

/// An invoice's status as Stripe defines it; drafts are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    Open,
    Paid,
    Uncollectible,
    Void,
}

impl InvoiceStatus {
    /// Reads Stripe's word; `None` for a draft, and for what is newer than this program.
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

/// The address of an invoice at Stripe. Whoever has it can see the invoice, so it is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct InvoiceUrl(String);

impl InvoiceUrl {
    /// Takes what Stripe answered; `None` if it is no address that a link could lead to.
    pub fn parse(url: &str) -> Option<Self> {
        web_address(url).map(Self)
    }

    /// The URL itself, for a link on its owner's page.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for InvoiceUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[invoice url]")
    }
}

/// What pays, as far as its owner needs to recognise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentMethod {
    Card {
        /// Stripe's word, such as `visa`.
        brand: String,
        last4: String,
        expiry: Expiry,
        outlook: Outlook,
    },
    /// Something else, by Stripe's word for its kind.
    Other(String),
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

    #[test]
    fn only_an_address_of_the_web_is_linked_to() {
        let url = InvoiceUrl::parse("https://invoice.stripe.com/i/acct_1/x").unwrap();
        assert_eq!(format!("{url:?}"), "[invoice url]");
        for text in ["", "javascript:alert(1)", "data:text/html,x", "/i/1"] {
            assert_eq!(InvoiceUrl::parse(text), None, "{text}");
        }
    }
}
