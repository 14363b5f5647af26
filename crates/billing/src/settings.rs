//! What the program says about itself.

/// Where customers come back to, as absolute URLs, and which portal they get.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The origin of the site with a slash. Checkout sessions that lead back to it are ours.
    pub home: String,
    /// Where the portal leads back to.
    pub after_portal: String,
    /// Where Checkout leads after a purchase.
    pub after_checkout: String,
    /// Where Checkout leads back to without one.
    pub pricing: String,
    /// The portal's configuration (`bpc_…`) that customers get; `None` for the one that `portal_config::apply`
    /// recorded, else Stripe's default.
    pub portal_configuration: Option<String>,
    /// What an operator does where no portal is configured, as the log says it: "run `my-program portal`".
    pub how_to_configure: &'static str,
}
