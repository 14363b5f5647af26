//! Portal configurations: what customers may do for themselves.

use super::table::Kind;
use super::{CancelFeedback, Interval, ProrationBehavior};
use crate::ids;
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

choice!(CustomerField {
    Address = "address",
    Email = "email",
    Name = "name",
    Phone = "phone",
    Shipping = "shipping",
    TaxId = "tax_id",
});
choice!(CancellationMode { AtPeriodEnd = "at_period_end", Immediately = "immediately" });

choice!(AllowedUpdate { Price = "price", PromotionCode = "promotion_code", Quantity = "quantity" });
choice!(ScheduleCondition { DecreasingItemAmount = "decreasing_item_amount", ShorteningInterval = "shortening_interval" });
choice!(TrialUpdate { ContinueTrial = "continue_trial", EndTrial = "end_trial" });

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct BusinessProfile {
    pub headline: Option<String>,
    pub privacy_policy_url: Option<String>,
    pub terms_of_service_url: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CustomerUpdate {
    pub enabled: bool,
    pub allowed_updates: Vec<CustomerField>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CancellationReason {
    pub enabled: bool,
    pub options: Vec<CancelFeedback>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SubscriptionCancel {
    pub enabled: bool,
    pub mode: CancellationMode,
    pub proration_behavior: ProrationBehavior,
    pub cancellation_reason: CancellationReason,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OfferedProduct {
    pub product: String,
    pub prices: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SubscriptionUpdate {
    pub enabled: bool,
    pub default_allowed_updates: Vec<AllowedUpdate>,
    pub proration_behavior: ProrationBehavior,
    pub products: Vec<OfferedProduct>,
    pub schedule_at_period_end: Vec<ScheduleCondition>,
    pub trial_update_behavior: TrialUpdate,
}

impl SubscriptionUpdate {
    pub fn allows(&self, update: AllowedUpdate) -> bool {
        self.enabled && self.default_allowed_updates.contains(&update)
    }

    pub fn offers(&self, price: &str) -> bool {
        self.products.iter().any(|product| product.prices.iter().any(|offered| offered == price))
    }
}

/// For ever, or for one of some times.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct SubscriptionPause {
    pub enabled: bool,
    pub options: Option<Vec<(Interval, i64)>>,
}

/// What customers may do for themselves.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Features {
    pub customer_update: CustomerUpdate,
    pub invoice_history: bool,
    pub payment_method_update: bool,
    pub subscription_cancel: SubscriptionCancel,
    pub subscription_pause: SubscriptionPause,
    pub subscription_update: SubscriptionUpdate,
}

impl Features {
    /// As long as nothing is turned on.
    pub fn none() -> Self {
        Self {
            customer_update: CustomerUpdate { enabled: false, allowed_updates: Vec::new() },
            invoice_history: false,
            payment_method_update: false,
            subscription_cancel: SubscriptionCancel {
                enabled: false,
                mode: CancellationMode::AtPeriodEnd,
                proration_behavior: ProrationBehavior::None,
                cancellation_reason: CancellationReason { enabled: false, options: Vec::new() },
            },
            subscription_pause: SubscriptionPause::default(),
            subscription_update: SubscriptionUpdate {
                enabled: false,
                default_allowed_updates: Vec::new(),
                proration_behavior: ProrationBehavior::None,
                products: Vec::new(),
                schedule_at_period_end: Vec::new(),
                trial_update_behavior: TrialUpdate::EndTrial,
            },
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PortalConfiguration {
    pub id: String,
    pub created: i64,
    pub updated: i64,
    pub active: bool,
    pub is_default: bool,
    pub name: Option<String>,
    pub default_return_url: Option<String>,
    pub business_profile: BusinessProfile,
    pub features: Features,
    pub metadata: Metadata,
}

impl PortalConfiguration {
    /// What pressing Save in the Dashboard's portal settings gives: no plan changes, everything else.
    pub fn saved_in_dashboard(now: i64) -> Self {
        let mut features = Features::none();
        features.customer_update.enabled = true;
        features.customer_update.allowed_updates =
            vec![CustomerField::Name, CustomerField::Email, CustomerField::Phone];
        features.invoice_history = true;
        features.payment_method_update = true;
        features.subscription_cancel.enabled = true;
        Self { is_default: true, ..Self::new(features, now) }
    }

    pub fn new(features: Features, now: i64) -> Self {
        Self {
            id: ids::long("bpc"),
            created: now,
            updated: now,
            active: true,
            is_default: false,
            name: None,
            default_return_url: None,
            business_profile: BusinessProfile::default(),
            features,
            metadata: Metadata::new(),
        }
    }

    /// What of their own details customers may change.
    pub fn customer_fields(&self) -> &[CustomerField] {
        let update = &self.features.customer_update;
        if update.enabled { &update.allowed_updates } else { &[] }
    }
}

impl Kind for PortalConfiguration {
    const NOUN: &'static str = "configuration";
    const EVENTS: &'static str = "billing_portal.configuration";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}
