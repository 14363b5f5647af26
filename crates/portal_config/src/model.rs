//! The content of `portal.toml`. The names are the API's, so its documentation
//! (<https://docs.stripe.com/api/customer_portal/configurations/object>) applies. Omitted features
//! are off.

use serde::{Deserialize, Serialize};

use crate::checkout::CheckoutOptions;

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalFile {
    /// Identifies this file's configuration in the account; stored in the metadata.
    #[serde(default = "default_key")]
    pub key: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub default_return_url: Option<String>,
    #[serde(default)]
    pub business_profile: BusinessProfile,
    #[serde(default)]
    pub login_page: Switch,
    pub features: Features,
    /// Not a part of the portal's configuration: Checkout asks for it.
    #[serde(default)]
    pub checkout: CheckoutOptions,
}

fn default_key() -> String {
    "main".to_owned()
}

/// A feature without options.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    pub enabled: bool,
}

/// The portal's texts about the business.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BusinessProfile {
    pub headline: Option<String>,
    pub privacy_policy_url: Option<String>,
    pub terms_of_service_url: Option<String>,
}

/// The portal's features.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Features {
    #[serde(default)]
    pub customer_update: CustomerUpdate,
    #[serde(default)]
    pub invoice_history: Switch,
    #[serde(default)]
    pub payment_method_update: PaymentMethodUpdate,
    #[serde(default)]
    pub subscription_cancel: SubscriptionCancel,
    #[serde(default)]
    pub subscription_pause: SubscriptionPause,
    #[serde(default)]
    pub subscription_update: SubscriptionUpdate,
}

/// Changing their own details.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerUpdate {
    pub enabled: bool,
    #[serde(default)]
    pub allowed_updates: Vec<CustomerField>,
}

/// A detail of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerField {
    Address,
    Email,
    Name,
    Phone,
    Shipping,
    TaxId,
}

/// Changing the payment method.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentMethodUpdate {
    pub enabled: bool,
    #[serde(default)]
    pub payment_method_configuration: Option<String>,
}

/// Canceling.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionCancel {
    pub enabled: bool,
    #[serde(default)]
    pub mode: CancelMode,
    #[serde(default)]
    pub proration_behavior: CancelProration,
    #[serde(default)]
    pub cancellation_reason: CancellationReason,
}

/// When a cancellation takes effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelMode {
    #[default]
    AtPeriodEnd,
    Immediately,
}

/// Whether unused time is credited; Stripe does not accept `always_invoice` here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelProration {
    #[default]
    None,
    CreateProrations,
}

/// Asking why.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancellationReason {
    pub enabled: bool,
    #[serde(default)]
    pub options: Vec<Reason>,
    #[serde(default)]
    pub feedback_options: Vec<String>,
}

/// A reason that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    CustomerService,
    LowQuality,
    MissingFeatures,
    Other,
    SwitchedService,
    TooComplex,
    TooExpensive,
    Unused,
}

/// Pausing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionPause {
    pub enabled: bool,
    /// If omitted, it is not compared; a new configuration has Stripe's default, a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<PauseDuration>,
}

/// For how long a plan is paused.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseDuration {
    #[serde(rename = "type")]
    pub kind: PauseKind,
    /// The options to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interval_options: Vec<PauseInterval>,
}

/// Whether a pause has an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseKind {
    Indefinite,
    IntervalOptions,
}

/// A time after which a plan resumes automatically.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseInterval {
    pub interval: PauseUnit,
    #[serde(default = "one")]
    pub interval_count: u32,
}

/// Stripe's default.
fn one() -> u32 {
    1
}

/// The unit of a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseUnit {
    Day,
    Week,
    Month,
    Year,
}

impl PauseUnit {
    /// Stripe's maximum, three years, in this unit.
    pub(crate) fn most(self) -> u32 {
        match self {
            Self::Day => 1095,
            Self::Week => 156,
            Self::Month => 36,
            Self::Year => 3,
        }
    }
}

/// Changing plans.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionUpdate {
    pub enabled: bool,
    #[serde(default)]
    pub default_allowed_updates: Vec<AllowedUpdate>,
    #[serde(default)]
    pub proration_behavior: UpdateProration,
    #[serde(default)]
    pub trial_update_behavior: TrialUpdate,
    /// If omitted, it is not compared: Stripe does not document how it returns the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing_cycle_anchor: Option<BillingCycleAnchor>,
    #[serde(default)]
    pub schedule_at_period_end: ScheduleAtPeriodEnd,
    /// As named in the file; [`super::catalog::resolve`] finds the ids to send.
    #[serde(default, skip_serializing)]
    pub products: Vec<ProductEntry>,
}

/// The parts of a subscription that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllowedUpdate {
    Price,
    PromotionCode,
    Quantity,
}

/// How paid and unpaid time is billed when a plan changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateProration {
    #[default]
    None,
    CreateProrations,
    AlwaysInvoice,
}

/// What happens to a trial when a plan changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialUpdate {
    #[default]
    EndTrial,
    ContinueTrial,
}

/// Whether a changed plan begins a new billing period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingCycleAnchor {
    Now,
    Unchanged,
}

/// Which changes wait for the period's end.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleAtPeriodEnd {
    pub conditions: Vec<Condition>,
}

/// The condition of a change that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    #[serde(rename = "type")]
    pub kind: ConditionKind,
}

/// The kind of change that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    DecreasingItemAmount,
    ShorteningInterval,
}

/// A product that customers can change to, by its id, by its prices, or both.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductEntry {
    /// `prod_…`; without prices all its active recurring prices are offered.
    #[serde(default)]
    pub product: Option<String>,
    /// Lookup keys or ids: `price_…`, or the arbitrary id of an older plan.
    #[serde(default)]
    pub prices: Vec<String>,
    #[serde(default)]
    pub adjustable_quantity: Option<AdjustableQuantity>,
}

/// Whether the number of seats can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustableQuantity {
    pub enabled: bool,
    #[serde(default)]
    pub minimum: Option<u32>,
    #[serde(default)]
    pub maximum: Option<u32>,
}
