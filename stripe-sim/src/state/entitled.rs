//! Whose entitlements follow an object.

/// Whose entitlements a change of an object may change.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Entitled {
    Customer(String),
    /// All customers with a subscription to this product.
    SubscribersTo(String),
}
