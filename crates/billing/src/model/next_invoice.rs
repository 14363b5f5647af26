//! The invoice that comes next.

use time::OffsetDateTime;

use crate::model::money::Money;

/// The next automatic invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextInvoice {
    pub at: OffsetDateTime,
    pub amount: Upcoming,
}

/// The amount of a future invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    pub money: Money,
    /// Usage until then will be added.
    pub so_far: bool,
    /// The tax in it; `None` if there is none or it is unknown.
    pub tax: Option<Money>,
    /// By how much it differs from the plan's price and tax: by discounts, prorations or credit. `None` if it does not, or
    /// that is unknown. Negative if less is due.
    pub adjustments: Option<Money>,
}
