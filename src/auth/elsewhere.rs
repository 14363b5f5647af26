//! Where somebody comes from who did not sign in here.

use tower_sessions::{Session, session::Error};

use crate::auth::session_values::{PROVIDER, RETURN_URL};

/// What the session keeps of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// The company's product, with the page to lead back to.
    Product(String),
    /// The company's identity provider, by its issuer: who signs out here signs out there too.
    Provider(String),
}

impl Elsewhere {
    /// Where the visitor comes from, if not from here.
    ///
    /// # Errors
    /// When the session cannot be read.
    pub async fn of(session: &Session) -> Result<Option<Self>, Error> {
        let product = session.get(RETURN_URL).await?.map(Self::Product);
        let provider = session.get(PROVIDER).await?.map(Self::Provider);
        Ok(product.or(provider))
    }

    /// Keeps it in the session.
    pub(super) async fn keep(&self, session: &Session) -> Result<(), Error> {
        match self {
            Self::Product(return_url) => session.insert(RETURN_URL, return_url).await,
            Self::Provider(issuer) => session.insert(PROVIDER, issuer).await,
        }
    }
}
