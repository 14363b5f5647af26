//! Where the simulator tells of its events, besides the webhook endpoints of the account.

use std::fmt;

/// Where events go. Each secret signs every delivery, as while a secret is being rotated.
#[derive(Clone)]
pub struct WebhookTarget {
    pub url: String,
    pub secrets: Vec<String>,
}

impl fmt::Debug for WebhookTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookTarget").field("url", &self.url).field("secrets", &self.secrets.len()).finish()
    }
}
