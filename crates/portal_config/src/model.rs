//! What `portal.toml` can say, in Stripe's words: the names are the API's, so that its documentation
//! (<https://docs.stripe.com/api/customer_portal/configurations/object>) is this file's too. What is
//! left out is off.

use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalFile {
    /// Tells this file's configuration from others in the account; goes into the metadata.
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
}

fn default_key() -> String {
    "main".to_owned()
}

/// Something that is on or off and has no options.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    pub enabled: bool,
}

/// What the portal says about the business.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BusinessProfile {
    pub headline: Option<String>,
    pub privacy_policy_url: Option<String>,
    pub terms_of_service_url: Option<String>,
}

/// What customers may do.
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

/// Changing what they pay with.
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

/// Whether unused time is given back; Stripe takes no `always_invoice` here.
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
    /// Left out, it is not compared: a new one is Stripe's default, a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<PauseDuration>,
}

/// For how long a plan is paused.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseDuration {
    #[serde(rename = "type")]
    pub kind: PauseKind,
    /// What can be chosen from.
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

/// A time after which a plan goes on by itself.
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

/// What a pause is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseUnit {
    Day,
    Week,
    Month,
    Year,
}

impl PauseUnit {
    /// The most of it that Stripe takes, which is three years.
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
    /// Left out, it is not compared: Stripe's documentation does not say how it answers its default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing_cycle_anchor: Option<BillingCycleAnchor>,
    #[serde(default)]
    pub schedule_at_period_end: ScheduleAtPeriodEnd,
    /// As the file names them; what is sent is what [`super::catalog::resolve`] finds.
    #[serde(default, skip_serializing)]
    pub products: Vec<ProductEntry>,
}

/// What of a subscription can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllowedUpdate {
    Price,
    PromotionCode,
    Quantity,
}

/// What becomes of paid and unpaid time when a plan changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateProration {
    #[default]
    None,
    CreateProrations,
    AlwaysInvoice,
}

/// What becomes of a trial when a plan changes.
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

/// A change that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    #[serde(rename = "type")]
    pub kind: ConditionKind,
}

/// What makes a change one that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    DecreasingItemAmount,
    ShorteningInterval,
}

/// A product to change to, by its id, by prices of it, or both.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductEntry {
    /// `prod_…`; without prices it is offered with all its active recurring ones.
    #[serde(default)]
    pub product: Option<String>,
    /// Lookup keys or ids: `price_…`, or whatever the owner of an older plan chose.
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
