//! Who looks at the prices.

/// A visitor of the pricing page. The default is one who is nobody's customer yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    pub plan: CurrentPlan,
    /// The prices (`price_…`) that the plan is made of.
    pub prices: Vec<String>,
    /// The currency they are billed in, in three letters in lower case, if they ever were.
    pub currency: Option<String>,
}

/// What a price can be chosen for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurrentPlan {
    /// There is none: one can be bought.
    #[default]
    None,
    /// It can be changed to another.
    Changeable,
    /// There is one, and as it stands it cannot be changed.
    Fixed,
}
