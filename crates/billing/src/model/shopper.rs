//! The visitor of the pricing page.

/// A visitor of the pricing page. The default is a visitor who is not a customer yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    pub plan: CurrentPlan,
    /// The prices (`price_…`) of the current plan.
    pub prices: Vec<String>,
    /// The currency in which they are billed (three letters, lower case), if they were ever billed.
    pub currency: Option<String>,
}

/// What the visitor's plan allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurrentPlan {
    /// No plan: one can be bought.
    #[default]
    None,
    /// A plan that can be changed.
    Changeable,
    /// A plan that cannot be changed at the moment.
    Fixed,
}
