//! Who it is here that came from the provider.

use ::oidc::ProviderError;
use database::{Database, is_taken};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use super::claims;
use crate::{
    account::{add_member, create_account, is_member, members, memberships, only_account},
    auth::{Email, UserId},
    config::OidcSettings,
    entity::user,
    model::{AccountId, ExternalId, Role},
    people::{self, Identity, Person, PersonError},
};

/// Two requests can make the same account or user at the same time; then one of them begins again.
const ATTEMPTS: usize = 3;

/// Somebody who came from the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub user: UserId,
    /// `None` if the user belongs to several, and has to choose.
    pub account: Option<AccountId>,
    /// Whether a member has another role by it.
    pub role_changed: bool,
}

/// Why nobody came.
#[derive(Debug, thiserror::Error)]
pub enum ArrivalError {
    #[error("the identity provider: {0}")]
    Provider(#[from] ProviderError),
    #[error("the identity provider tells no address of e-mail")]
    NoEmail,
    #[error(transparent)]
    Claim(#[from] claims::NoAccountClaim),
    #[error("the user is disabled")]
    Disabled,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<PersonError> for ArrivalError {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::Disabled => Self::Disabled,
            PersonError::Database(error) => Self::Database(error),
        }
    }
}

/// Finds or makes the user, and the account and membership that the claims name, in one transaction.
pub async fn arrive(db: &Database, settings: &OidcSettings, person: &::oidc::Person) -> Result<Arrival, ArrivalError> {
    let email: Email = person.email.as_deref().and_then(|email| email.parse().ok()).ok_or(ArrivalError::NoEmail)?;
    let wanted = Wanted {
        person: Person {
            identity: Identity { provider: format!("oidc:{}", settings.issuer), subject: person.subject.clone() },
            email,
            email_verified: settings.trust_email && person.email_verified == Some(true),
        },
        account: claims::account(&person.claims, settings.account_claim.as_ref())?,
        role: claims::role(&person.claims, settings.role_claim.as_ref()),
    };
    let mut attempts = 1;
    loop {
        let done = db.try_write_tx(async |transaction| within(transaction, &wanted).await).await;
        match done {
            Err(ArrivalError::Database(error)) if is_taken(&error) && attempts < ATTEMPTS => attempts += 1,
            done => return done,
        }
    }
}

/// What the provider says, as far as it counts here.
struct Wanted {
    person: Person,
    account: Option<ExternalId>,
    role: Option<Role>,
}

async fn within(transaction: &DatabaseTransaction, wanted: &Wanted) -> Result<Arrival, ArrivalError> {
    let Wanted { person, account, role } = wanted;
    // Before the user, as a hand-over does it: two that lock both in one order do not wait for each other.
    let account = match account {
        Some(external) => Some(people::account_named(transaction, external).await?),
        None => None,
    };
    let user = match people::find(transaction, person).await? {
        Some(known) => known,
        None => match joined(transaction, person).await? {
            Some(user) => people::adopt(transaction, user, person).await?,
            None => people::create(transaction, person).await?,
        },
    };
    let Some(account) = account else {
        return Ok(Arrival { user, account: own_account(transaction, user).await?, role_changed: false });
    };
    let role_changed = match role {
        Some(role) => people::membership(transaction, &account, user, *role).await?,
        None => join_without_role(transaction, &account, user).await.map(|()| false)?,
    };
    Ok(Arrival { user, account: Some(account), role_changed })
}

/// Who has this address here already, if it is known to be theirs there and here: a user whose password belongs to a
/// verified address, else one whom nobody has signed in as.
async fn joined(db: &impl ConnectionTrait, person: &Person) -> Result<Option<UserId>, DbErr> {
    if !person.email_verified {
        return Ok(None);
    }
    let with_password = user::Entity::find()
        .filter(user::Column::Email.eq(person.email.as_str()))
        .filter(user::Column::PasswordHash.is_not_null())
        .filter(user::Column::EmailVerified.eq(true));
    let found = match with_password.one(db).await? {
        None => people::unclaimed(&person.email).one(db).await?,
        found => found,
    };
    Ok(found.map(|user| UserId(user.id)))
}

/// The user's account. Who belongs to none gets one of their own.
async fn own_account(db: &impl ConnectionTrait, user: UserId) -> Result<Option<AccountId>, DbErr> {
    if memberships(db, user, 1).await?.rows.is_empty() {
        let account = create_account(db, None, None).await?;
        add_member(db, &account, user, Role::Owner).await?;
        return Ok(Some(account));
    }
    only_account(db, user).await
}

/// Where no claim says the role, the first member owns the account, and those after look until an owner lets them do
/// more.
async fn join_without_role(db: &impl ConnectionTrait, account: &AccountId, user: UserId) -> Result<(), DbErr> {
    if is_member(db, account, user).await? {
        return Ok(());
    }
    let is_first = members(db, account, 1).await?.rows.is_empty();
    add_member(db, account, user, if is_first { Role::Owner } else { Role::Viewer }).await
}
