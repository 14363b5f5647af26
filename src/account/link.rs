//! Linking those who are customers at Stripe already: an account, its customer, and a member whom the company's product
//! will hand over one day.

use mirror::Mirror;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QuerySelect, sea_query::Query,
};

use super::{
    bind::{BindError, Bound, bind_customer},
    members::{add_member, create_account_as},
};
use crate::{
    auth::{Email, UserId},
    entity::{account, member, user},
    model::{AccountId, AccountName, AccountRef, CustomerId, ExternalId, Role},
};

/// What belongs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub account: LinkedAccount,
    pub customer: CustomerId,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked {
    Now,
    /// Everything was so before.
    Before,
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
    if let Some(email) = &link.email
        && !has_member(transaction, &id, email).await?
    {
        let row = user::ActiveModel {
            email: Set(email.to_string()),
            password_hash: Set(None),
            created_at: Set(clock::now_seconds()),
            ..Default::default()
        };
        let user = UserId(row.insert(transaction).await?.id);
        add_member(transaction, &id, user, link.role).await?;
        is_new = true;
    }
    Ok(if is_new { Linked::Now } else { Linked::Before })
}

/// The account, and whether it was made.
async fn account_of(transaction: &DatabaseTransaction, asked: &LinkedAccount) -> Result<(AccountId, bool), LinkError> {
    let by_id = async |id: &AccountId| account::Entity::find_by_id(id.as_str()).one(transaction).await;
    match asked {
        LinkedAccount::Named(AccountRef::Id(id)) => match by_id(id).await? {
            Some(_) => Ok((id.clone(), false)),
            None => Err(LinkError::UnknownAccount),
        },
        LinkedAccount::Named(AccountRef::External(external)) => match by_external(transaction, external).await? {
            Some(id) => Ok((id, false)),
            None => make(transaction, AccountId::random(), Some(external)).await,
        },
        LinkedAccount::Ours { id, external_id } => {
            if by_id(id).await?.is_some() {
                return Ok((id.clone(), false));
            }
            let Some(external) = external_id else { return make(transaction, id.clone(), None).await };
            match by_external(transaction, external).await? {
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

async fn by_external(db: &impl ConnectionTrait, external: &ExternalId) -> Result<Option<AccountId>, DbErr> {
    let found = account::Entity::find().filter(account::Column::ExternalId.eq(external.as_str())).one(db).await?;
    Ok(found.and_then(|found| found.id.parse().ok()))
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
    let members = Query::select()
        .column(member::Column::UserId)
        .from(member::Entity)
        .and_where(member::Column::AccountId.eq(id.as_str()))
        .to_owned();
    let found = user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .filter(user::Column::Id.in_subquery(members))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// The accounts of members with this address whom the product vouches for: who signed up with a password may have
/// typed somebody else's address. At most two.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts_by_email(db: &impl ConnectionTrait, email: &Email) -> Result<Vec<AccountId>, DbErr> {
    let users = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(user::Column::Email.eq(email.as_str()))
        .and_where(user::Column::PasswordHash.is_null())
        .to_owned();
    let found = member::Entity::find()
        .select_only()
        .column(member::Column::AccountId)
        .distinct()
        .filter(member::Column::UserId.in_subquery(users))
        .limit(2)
        .into_tuple::<String>()
        .all(db)
        .await?;
    Ok(found.iter().filter_map(|id| id.parse().ok()).collect())
}
