//! The invoice that comes next.

use time::OffsetDateTime;

use crate::model::money::Money;

/// The invoice that comes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextInvoice {
    pub at: OffsetDateTime,
    pub amount: Upcoming,
}

/// What an invoice that is still to come is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    pub money: Money,
    /// What is used until then is added.
    pub so_far: bool,
    /// How much of it is tax; `None` for none, or if it is not known.
    pub tax: Option<Money>,
}
