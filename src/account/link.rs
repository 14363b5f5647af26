//! Linking those who are customers at Stripe already: an account, its customer, and a member whom the company's product
//! will hand over one day.

use database::is_taken;
use mirror::Mirror;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Query,
};

use super::{
    bind::{BindError, Bound, bind_customer},
    members::{account_by_external_id, add_member, create_account_as, create_without_password, members_of},
};
use crate::{
    auth::Email,
    entity::{account, identity, member, user},
    model::{AccountId, AccountName, AccountRef, ExternalId, Role, StripeId},
};

/// What belongs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub account: LinkedAccount,
    pub customer: StripeId,
    pub name: Option<AccountName>,
    /// The member's address; without it the account gets no member.
    pub email: Option<Email>,
    pub role: Role,
}

/// How the account is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkedAccount {
    /// An account that exists, by our id; or one by the product's id, which is made if it is new.
    Named(AccountRef),
    /// An account that this site made once: the id and the external id that it wrote into the customer's metadata. It
    /// is made again if it was lost.
    Ours { id: AccountId, external_id: Option<ExternalId> },
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Whether anything was written; else everything was so before.
    pub is_new: bool,
    /// By which the account can be told from every other: the product's id of it, or ours if it has none.
    pub account: String,
}

/// Why nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error("there is no account with this id")]
    UnknownAccount,
    #[error("the external id is another account's")]
    ExternalIdTaken,
    #[error(transparent)]
    Bind(#[from] BindError),
}

impl LinkError {
    /// Whether another process made the same row at the same time.
    pub fn is_race(&self) -> bool {
        matches!(self, Self::Bind(BindError::Database(error)) if is_taken(error))
    }
}

impl From<DbErr> for LinkError {
    fn from(error: DbErr) -> Self {
        Self::Bind(error.into())
    }
}

/// Writes the link, in the caller's transaction; call the queue's `notify` after the commit. What is there already stays
/// as it is: a second run changes nothing.
///
/// # Errors
/// Why nothing of it may be written; the caller has to roll back.
pub async fn link(mirror: &Mirror, transaction: &DatabaseTransaction, link: &Link) -> Result<Linked, LinkError> {
    let (id, mut is_new) = account_of(transaction, &link.account).await?;
    if let Some(name) = &link.name {
        is_new |= name_account(transaction, &id, name).await?;
    }
    is_new |= bind_customer(mirror, transaction, &id, link.customer.as_str()).await? == Bound::Now;
    // Once its people come in by themselves, the product says who belongs.
    if let Some(email) = &link.email
        && !has_member(transaction, &id, email).await?
        && !has_arrived(transaction, &id).await?
    {
        let user = create_without_password(transaction, email, false).await?;
        add_member(transaction, &id, user, link.role).await?;
        is_new = true;
    }
    let named = account::Entity::find_by_id(id.as_str()).one(transaction).await?.and_then(|found| found.external_id);
    Ok(Linked { is_new, account: named.unwrap_or_else(|| id.to_string()) })
}

/// The account, and whether it was made.
async fn account_of(transaction: &DatabaseTransaction, asked: &LinkedAccount) -> Result<(AccountId, bool), LinkError> {
    let by_id = async |id: &AccountId| account::Entity::find_by_id(id.as_str()).one(transaction).await;
    match asked {
        LinkedAccount::Named(AccountRef::Id(id)) => match by_id(id).await? {
            Some(_) => Ok((id.clone(), false)),
            None => Err(LinkError::UnknownAccount),
        },
        LinkedAccount::Named(AccountRef::External(external)) => {
            match account_by_external_id(transaction, external).await? {
                Some(id) => Ok((id, false)),
                None => make(transaction, AccountId::random(), Some(external)).await,
            }
        }
        LinkedAccount::Ours { id, external_id } => {
            if by_id(id).await?.is_some() {
                return Ok((id.clone(), false));
            }
            let Some(external) = external_id else { return make(transaction, id.clone(), None).await };
            match account_by_external_id(transaction, external).await? {
                Some(_) => Err(LinkError::ExternalIdTaken),
                None => make(transaction, id.clone(), Some(external)).await,
            }
        }
    }
}

async fn make(
    transaction: &DatabaseTransaction,
    id: AccountId,
    external: Option<&ExternalId>,
) -> Result<(AccountId, bool), LinkError> {
    create_account_as(transaction, &id, external, None).await?;
    Ok((id, true))
}

/// Names an account that has no name yet.
async fn name_account(db: &impl ConnectionTrait, id: &AccountId, name: &AccountName) -> Result<bool, DbErr> {
    let named = account::Entity::update_many()
        .col_expr(account::Column::Name, name.as_str().into())
        .filter(account::Column::Id.eq(id.as_str()))
        .filter(account::Column::Name.is_null());
    Ok(named.exec(db).await?.rows_affected > 0)
}

async fn has_member(db: &impl ConnectionTrait, id: &AccountId, email: &Email) -> Result<bool, DbErr> {
    let with_address = user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .filter(user::Column::Id.in_subquery(members_of(id)));
    Ok(with_address.one(db).await?.is_some())
}

/// Whether the product has handed over a member of the account.
async fn has_arrived(db: &impl ConnectionTrait, id: &AccountId) -> Result<bool, DbErr> {
    let handed_over = identity::Entity::find().filter(identity::Column::UserId.in_subquery(members_of(id)));
    Ok(handed_over.one(db).await?.is_some())
}

/// The accounts of owners whose address this is, as the company's product knows: whoever signed up, here or there, may
/// have typed somebody else's. At most two.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts_by_email(db: &impl ConnectionTrait, email: &Email) -> Result<Vec<AccountId>, DbErr> {
    let users = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(user::Column::Email.eq(email.as_str()))
        .and_where(user::Column::EmailVerified.eq(true))
        .and_where(user::Column::DisabledAt.is_null())
        .to_owned();
    let found = member::Entity::find()
        .select_only()
        .column(member::Column::AccountId)
        .distinct()
        .filter(member::Column::UserId.in_subquery(users))
        .filter(member::Column::Role.eq(Role::Owner))
        .limit(2)
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(found.iter().filter_map(|id| id.parse().ok()).collect())
}
