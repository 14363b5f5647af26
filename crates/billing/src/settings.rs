//! The program's settings for billing.

/// The absolute URLs to which customers return, and the portal configuration.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The origin of the site with a slash. Checkout sessions that lead back to it are ours.
    pub home: String,
    /// The return URL of the portal.
    pub after_portal: String,
    /// The URL after a purchase in Checkout.
    pub after_checkout: String,
    /// The URL after a canceled Checkout.
    pub pricing: String,
    /// The portal's configuration (`bpc_…`) that customers get; `None` for the one that `portal_config::apply`
    /// recorded, else Stripe's default.
    pub portal_configuration: Option<String>,
    /// What an operator does where no portal is configured, as the log says it: "run `my-program portal`".
    pub how_to_configure: &'static str,
}
