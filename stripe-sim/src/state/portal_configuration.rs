//! Portal configurations: what customers may do for themselves.

use super::{CancelFeedback, Interval, Kind, ProrationBehavior, State, Table};
use crate::ids;
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

impl SubscriptionPause {
    fn render(&self) -> Value {
        let option = |(interval, count): &(Interval, i64)| json!({ "interval": interval, "interval_count": count });
        let options: Vec<_> = self.options.iter().flatten().map(option).collect();
        let kind = if self.options.is_some() { "interval_options" } else { "indefinite" };
        json!({ "duration": { "interval_options": options, "type": kind }, "enabled": self.enabled })
    }
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

    /// Shown to those who ask for it by `expand` only.
    pub fn render_products(&self) -> Value {
        let products = self.features.subscription_update.products.iter().map(|offered| {
            let fixed = json!({ "enabled": false, "maximum": null, "minimum": 1 });
            json!({ "product": offered.product, "prices": offered.prices, "adjustable_quantity": fixed })
        });
        products.collect()
    }
}

impl Kind for PortalConfiguration {
    const NOUN: &'static str = "configuration";
    const EVENTS: &'static str = "billing_portal.configuration";

    fn table(state: &State) -> &Table<Self> {
        &state.portal_configurations
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.portal_configurations
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn render(&self, _: &State) -> Value {
        let Features { customer_update, subscription_cancel: cancel, subscription_update: update, .. } = &self.features;
        json!({
            "id": self.id,
            "object": "billing_portal.configuration",
            "active": self.active,
            "application": null,
            "business_profile": self.business_profile,
            "created": self.created,
            "default_return_url": self.default_return_url,
            "features": {
                "customer_update": customer_update,
                "invoice_history": { "enabled": self.features.invoice_history },
                "payment_method_update": {
                    "enabled": self.features.payment_method_update,
                    "payment_method_configuration": null,
                },
                "subscription_cancel": {
                    "cancellation_reason": {
                        "enabled": cancel.cancellation_reason.enabled,
                        "feedback_options": null,
                        "options": cancel.cancellation_reason.options,
                    },
                    "enabled": cancel.enabled,
                    "mode": cancel.mode,
                    "proration_behavior": cancel.proration_behavior,
                },
                "subscription_pause": self.features.subscription_pause.render(),
                "subscription_update": {
                    "billing_cycle_anchor": null,
                    "default_allowed_updates": update.default_allowed_updates,
                    "enabled": update.enabled,
                    "proration_behavior": update.proration_behavior,
                    "schedule_at_period_end": {
                        "conditions":
                            update.schedule_at_period_end.iter().map(|on| json!({ "type": on })).collect::<Vec<_>>(),
                    },
                    "trial_update_behavior": update.trial_update_behavior,
                },
            },
            "is_default": self.is_default,
            "livemode": false,
            "login_page": { "enabled": false, "url": null },
            "metadata": self.metadata,
            "name": self.name,
            "updated": self.updated,
        })
    }
}
