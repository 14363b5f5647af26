//! Who asks: the signed-in user of a request, and as a member of which account.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use tower_sessions::Session;

use crate::{
    auth::{
        UserId,
        session_values::{ACCOUNT, CUSTOMER, EMAIL, HAS_OTHERS, HAS_PASSWORD, RETURN_URL, ROLE, USER},
    },
    model::{AccountId, Role},
};

/// A user as a member of one account. The account is the session's, and never one that a form or an address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub user: UserId,
    pub account: AccountId,
    pub role: Role,
    /// The account's Stripe customer (`cus_…`), even if it was deleted at Stripe.
    pub customer: Option<String>,
    /// The user's address.
    pub email: String,
    /// Whether the user belongs to other accounts too.
    pub has_others: bool,
    /// Whether the user has a password.
    pub has_password: bool,
}

/// Who asks. Extracting it fails only when the session cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Visitor {
    #[default]
    SignedOut,
    /// Signed in, and has to choose an account first, or belongs to none.
    User(UserId),
    Member(Member),
}

impl Visitor {
    /// The signed-in user, if any.
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::SignedOut => None,
            Self::User(user) => Some(*user),
            Self::Member(member) => Some(member.user),
        }
    }

    /// The member, if an account is chosen.
    pub fn member(self) -> Option<Member> {
        match self {
            Self::Member(member) => Some(member),
            Self::SignedOut | Self::User(_) => None,
        }
    }
}

/// Where "Back to …" leads for this session, as the company's product said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CameFromProduct(pub Option<String>);

impl CameFromProduct {
    /// Reads a session from which the visitor was read already: it waits for nothing.
    pub async fn of(session: &Session) -> Self {
        Self(session.get(RETURN_URL).await.ok().flatten())
    }
}

/// Whether the signed-in user has a password. Reads a session from which the visitor was read already: it waits for
/// nothing.
pub async fn has_password(session: &Session) -> bool {
    session.get(HAS_PASSWORD).await.ok().flatten().unwrap_or(false)
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let session = Session::from_request_parts(parts, state).await.map_err(|(status, _)| status)?;
        read(&session).await.map_err(|error| {
            tracing::error!(error = %error, "the session could not be read");
            StatusCode::SERVICE_UNAVAILABLE
        })
    }
}

async fn read(session: &Session) -> Result<Visitor, tower_sessions::session::Error> {
    let Some(user) = session.get(USER).await? else { return Ok(Visitor::SignedOut) };
    let (account, role) = (session.get(ACCOUNT).await?, session.get(ROLE).await?);
    let customer = session.get(CUSTOMER).await?.flatten();
    let (email, has_others) = (session.get(EMAIL).await?, session.get(HAS_OTHERS).await?);
    let has_password = session.get(HAS_PASSWORD).await?.unwrap_or(false);
    Ok(match (account, role, email) {
        (Some(account), Some(role), Some(email)) => {
            let has_others = has_others.unwrap_or(false);
            Visitor::Member(Member { user, account, role, customer, email, has_others, has_password })
        }
        _ => Visitor::User(user),
    })
}
