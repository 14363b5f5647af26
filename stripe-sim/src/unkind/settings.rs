//! What the control `unkind` turns on.

use super::OddText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long the links of invoices open something, in seconds: 30 days, as at Stripe
/// (<https://docs.stripe.com/invoicing/hosted-invoice-page>).
const LINKS_OPEN_FOR: u32 = 30 * 24 * 60 * 60;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Unkind {
    pub invoice_links: Option<InvoiceLinks>,
    pub longest_page: Option<u8>,
    /// Another endpoint of the account, which the simulator does not know, never accepts what it is sent.
    pub other_endpoint_fails: bool,
    pub rate_limit: Option<Mode>,
    /// By the object's id, or by `*` for every object.
    pub troubles: BTreeMap<String, Trouble>,
}

/// Links to the page and the PDF of an invoice that are different at every retrieval, and open nothing after a while.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvoiceLinks {
    /// In seconds.
    pub expire_after: u32,
}

/// Whose limits hold: those of live mode are four times as high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    Test,
    Live,
}

impl Mode {
    /// As <https://docs.stripe.com/rate-limits> has it.
    pub fn requests_per_second(self) -> usize {
        match self {
            Self::Test => 25,
            Self::Live => 100,
        }
    }
}

/// What is wrong with one object, wherever it is answered or sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Trouble {
    /// Half of an answer where it is the answer, and fields of the wrong types where it is within another.
    Garbage,
    /// Fields are not there; within others with dots between: `recurring.interval`.
    Lacks { fields: Vec<String> },
    /// It can neither be read nor changed, nor any list be read that it is in.
    Error { status: u16 },
    /// Everywhere in it where Stripe lets people write what they like.
    Text { text: OddText },
}

impl Default for Unkind {
    /// What happens to everybody.
    fn default() -> Self {
        Self { invoice_links: Some(InvoiceLinks { expire_after: LINKS_OPEN_FOR }), ..Self::none() }
    }
}

impl Unkind {
    /// Nothing at all, links that stay included.
    pub fn none() -> Self {
        Self {
            invoice_links: None,
            longest_page: None,
            other_endpoint_fails: false,
            rate_limit: None,
            troubles: BTreeMap::new(),
        }
    }

    /// `None` where nothing is turned on, so that it costs nothing.
    pub fn if_any(&self) -> Option<Self> {
        (*self != Self::default()).then(|| self.clone())
    }

    pub(super) fn trouble(&self, id: &str) -> Option<&Trouble> {
        self.troubles.get(id).or_else(|| self.troubles.get("*"))
    }

    /// The status of every request whose address has the id of an object that cannot be read.
    pub fn fails<'a>(&self, mut ids: impl Iterator<Item = &'a str>) -> Option<u16> {
        ids.find_map(|id| match self.trouble(id) {
            Some(Trouble::Error { status }) => Some(*status),
            _ => None,
        })
    }
}
