//! Signing in at the company's identity provider: the crate `oidc` leads there and checks who comes back, and this
//! module decides who that is here, and as a member of which account.
//!
//! The provider is believed about its own subjects. Somebody who is here already is joined by their address only if the
//! provider has verified it and the company says that this can be trusted, and never if nobody has verified the address
//! of the user here: somebody else may have prepared that account.

mod claims;
mod on_the_way;
mod people;

use std::{fmt, sync::Arc};

use ::oidc::{Attempt, Person, Provider, ProviderError, Registration};
use database::Database;
use url::Url;

use crate::{
    auth::Throttle,
    config::{AppUrl, ClaimName, OidcSettings},
    keys::AppKeys,
};

pub use on_the_way::{LIFETIME, OnTheWay};
pub use people::{Arrival, ArrivalError};

/// Where the provider sends browsers back to.
pub const CALLBACK: &str = "/oidc/callback";

/// What signing in at the provider needs. Clones share everything.
#[derive(Clone)]
pub struct Oidc(Arc<Parts>);

struct Parts {
    db: Database,
    keys: AppKeys,
    provider: Provider,
    settings: OidcSettings,
    throttle: Throttle,
    /// Where the provider leads who has signed out there.
    home: Url,
}

impl Oidc {
    /// Asks the provider nothing yet.
    pub fn new(settings: OidcSettings, db: Database, keys: AppKeys, app_url: &AppUrl) -> Self {
        let mut redirect_uri = app_url.url().clone();
        redirect_uri.set_path(CALLBACK);
        Self(Arc::new(Parts {
            db,
            keys,
            provider: provider(&settings, redirect_uri),
            settings,
            throttle: Throttle::default(),
            home: app_url.url().clone(),
        }))
    }

    /// The keys that seal what a browser takes along.
    pub fn keys(&self) -> &AppKeys {
        &self.0.keys
    }

    /// How many ways to the provider one network may begin.
    pub fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub fn provider(&self) -> &Provider {
        &self.0.provider
    }

    /// Signs the person in who brought this code back: checks who that is with the provider, and finds or makes the user.
    ///
    /// # Errors
    /// Why nobody is signed in.
    pub async fn arrive(&self, code: String, attempt: Attempt) -> Result<Arrival, ArrivalError> {
        let Parts { provider, settings, .. } = &*self.0;
        let claims = [&settings.role_claim, &settings.account_claim];
        let claims: Vec<_> = claims.into_iter().flatten().map(ClaimName::as_str).collect();
        self.receive(&provider.finish(code, attempt, &claims).await?).await
    }

    /// Finds or makes the user whom the provider describes, and the membership that its claims name.
    ///
    /// # Errors
    /// Why it is nobody here.
    pub async fn receive(&self, person: &Person) -> Result<Arrival, ArrivalError> {
        people::arrive(&self.0.db, &self.0.settings, person).await
    }

    /// Where a browser signs out at the provider of this issuer; `None` if it cannot, or if the pages' policy does not
    /// let forms lead there yet.
    pub async fn end_session(&self, issuer: &str) -> Option<Url> {
        let Parts { provider, home, .. } = &*self.0;
        if issuer != provider.issuer().as_str() {
            return None;
        }
        let allowed = provider.end_session_origin();
        let url = provider.end_session(home.clone()).await?;
        Some(url).filter(|url| url.origin().ascii_serialization() == allowed)
    }
}

/// Whether the provider answers and describes itself.
///
/// # Errors
/// Why it does not.
pub async fn reach(settings: &OidcSettings) -> Result<(), ProviderError> {
    provider(settings, settings.issuer.url().clone()).reach().await
}

fn provider(settings: &OidcSettings, redirect_uri: Url) -> Provider {
    let OidcSettings { issuer, client_id, client_secret, .. } = settings.clone();
    Provider::new(Registration { issuer, client_id, secret: client_secret, redirect_uri }, &settings.authorities)
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.provider.fmt(f)
    }
}
