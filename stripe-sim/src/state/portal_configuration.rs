//! Portal configurations: what customers may do for themselves.

use super::{Kind, State, Table};
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

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PortalConfiguration {
    pub id: String,
    pub created: i64,
    pub updated: i64,
    pub active: bool,
    pub is_default: bool,
    pub name: Option<String>,
    pub default_return_url: Option<String>,
    pub headline: Option<String>,
    pub customer_update: Vec<CustomerField>,
    pub invoice_history: bool,
    pub payment_method_update: bool,
    pub subscription_cancel: Option<CancellationMode>,
    pub metadata: Metadata,
}

impl PortalConfiguration {
    /// What pressing Save in the Dashboard's portal settings gives: no plan changes, everything else.
    pub fn saved_in_dashboard(now: i64) -> Self {
        Self {
            id: ids::long("bpc"),
            created: now,
            updated: now,
            active: true,
            is_default: true,
            name: None,
            default_return_url: None,
            headline: None,
            customer_update: vec![CustomerField::Name, CustomerField::Email, CustomerField::Phone],
            invoice_history: true,
            payment_method_update: true,
            subscription_cancel: Some(CancellationMode::AtPeriodEnd),
            metadata: Metadata::new(),
        }
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
        json!({
            "id": self.id,
            "object": "billing_portal.configuration",
            "active": self.active,
            "application": null,
            "business_profile": {
                "headline": self.headline,
                "privacy_policy_url": null,
                "terms_of_service_url": null,
            },
            "created": self.created,
            "default_return_url": self.default_return_url,
            "features": {
                "customer_update": {
                    "allowed_updates": self.customer_update,
                    "enabled": !self.customer_update.is_empty(),
                },
                "invoice_history": { "enabled": self.invoice_history },
                "payment_method_update": {
                    "enabled": self.payment_method_update,
                    "payment_method_configuration": null,
                },
                "subscription_cancel": {
                    "cancellation_reason": {
                        "enabled": false,
                        "feedback_options": null,
                        "options": [],
                    },
                    "enabled": self.subscription_cancel.is_some(),
                    "mode": self.subscription_cancel.unwrap_or(CancellationMode::AtPeriodEnd),
                    "proration_behavior": "none",
                },
                "subscription_pause": { "enabled": false },
                "subscription_update": {
                    "billing_cycle_anchor": null,
                    "default_allowed_updates": [],
                    "enabled": false,
                    "proration_behavior": "none",
                    "schedule_at_period_end": { "conditions": [] },
                    "trial_update_behavior": "end_trial",
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
