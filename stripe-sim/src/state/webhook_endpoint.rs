//! Webhook endpoints: who wants to hear of which events.

use super::table::Kind;
use crate::params::{Metadata, choice};
use crate::versions::Version;
use serde::{Deserialize, Serialize};

choice!(EndpointStatus { Disabled = "disabled", Enabled = "enabled" });

/// A secret that was replaced signs beside the new one until then.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OldSecret {
    pub secret: String,
    pub expires_at: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct WebhookEndpoint {
    pub id: String,
    pub created: i64,
    pub url: String,
    pub description: Option<String>,
    pub enabled_events: Vec<String>,
    pub status: EndpointStatus,
    /// As it was asked for; the account's, if none was.
    pub api_version: Option<String>,
    pub secret: String,
    pub old_secret: Option<OldSecret>,
    pub metadata: Metadata,
}

impl WebhookEndpoint {
    pub fn wants(&self, kind: &str) -> bool {
        self.status == EndpointStatus::Enabled
            && self.enabled_events.iter().any(|wanted| wanted == "*" || wanted == kind)
    }

    /// In which version it is told of events.
    pub fn version(&self) -> Version {
        self.api_version.as_deref().and_then(|asked| Version::asked(asked).ok()).unwrap_or_default()
    }

    /// What signs a delivery, the newest first.
    pub fn secrets(&self, now: i64) -> Vec<String> {
        let old = self.old_secret.as_ref().filter(|old| now < old.expires_at).map(|old| old.secret.clone());
        std::iter::once(self.secret.clone()).chain(old).collect()
    }
}

impl Kind for WebhookEndpoint {
    const NOUN: &'static str = "webhook endpoint";
    const EVENTS: &'static str = "webhook_endpoint";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}
