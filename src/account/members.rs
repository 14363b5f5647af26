//! Accounts and their members.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Query, SelectStatement},
};

use super::paged::{ON_A_PAGE, Paged};
use crate::{
    account_access,
    auth::{Email, Member, UserId},
    entity::{account, member, user},
    model::{AccountId, ExternalId, Role},
};

/// Creates an account without members.
///
/// # Errors
/// When the database does not answer, or another account has this external id.
pub async fn create_account(
    db: &impl ConnectionTrait,
    external_id: Option<&ExternalId>,
    name: Option<&str>,
) -> Result<AccountId, DbErr> {
    let id = AccountId::random();
    create_account_as(db, &id, external_id, name).await?;
    Ok(id)
}

/// The same with an id that the account had before.
///
/// # Errors
/// As [`create_account`].
pub async fn create_account_as(
    db: &impl ConnectionTrait,
    id: &AccountId,
    external_id: Option<&ExternalId>,
    name: Option<&str>,
) -> Result<(), DbErr> {
    let row = account::ActiveModel {
        id: Set(id.to_string()),
        external_id: Set(external_id.map(ToString::to_string)),
        name: Set(name.map(str::to_owned)),
        created_at: Set(clock::now_seconds()),
    };
    account::Entity::insert(row).exec_without_returning(db).await?;
    account_access::insert_account(db, std::slice::from_ref(id)).await
}

/// The account with the product's id.
///
/// # Errors
/// When the database does not answer.
pub async fn account_by_external_id(
    db: &impl ConnectionTrait,
    external_id: &ExternalId,
) -> Result<Option<AccountId>, DbErr> {
    let found = account::Entity::find().filter(account::Column::ExternalId.eq(external_id.as_str())).one(db).await?;
    Ok(found.and_then(|found| found.id.parse().ok()))
}

/// Makes a user who cannot sign in with a password.
///
/// # Errors
/// When the database does not answer.
pub async fn create_without_password(
    db: &impl ConnectionTrait,
    email: &Email,
    email_verified: bool,
) -> Result<UserId, DbErr> {
    let row = user::ActiveModel {
        email: Set(email.to_string()),
        password_hash: Set(None),
        created_at: Set(clock::now_seconds()),
        email_verified: Set(email_verified),
        ..Default::default()
    };
    Ok(UserId(row.insert(db).await?.id))
}

/// Makes an account of the user's own.
///
/// # Errors
/// When the database does not answer.
pub async fn create_own_account(db: &impl ConnectionTrait, user: UserId) -> Result<AccountId, DbErr> {
    let account = create_account(db, None, None).await?;
    add_member(db, &account, user, Role::Owner).await?;
    Ok(account)
}

/// Makes the user a member.
///
/// # Errors
/// When the database does not answer, or the user is a member already.
pub async fn add_member(db: &impl ConnectionTrait, account: &AccountId, user: UserId, role: Role) -> Result<(), DbErr> {
    let row = member::ActiveModel { account_id: Set(account.to_string()), user_id: Set(user.0), role: Set(role) };
    member::Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// The user's account, if there is exactly one: then nobody has to choose.
///
/// # Errors
/// When the database does not answer.
pub async fn only_account(db: &impl ConnectionTrait, user: UserId) -> Result<Option<AccountId>, DbErr> {
    let found = member::Entity::find().filter(member::Column::UserId.eq(user.0)).limit(2).all(db).await?;
    Ok(match found.as_slice() {
        [only] => only.account_id.parse().ok(),
        _ => None,
    })
}

/// The numbers of the account's members, for a condition.
pub fn members_of(account: &AccountId) -> SelectStatement {
    Query::select()
        .column(member::Column::UserId)
        .from(member::Entity)
        .and_where(member::Column::AccountId.eq(account.as_str()))
        .to_owned()
}

/// Whether the user belongs to the account.
///
/// # Errors
/// When the database does not answer.
pub async fn is_member(db: &impl ConnectionTrait, account: &AccountId, user: UserId) -> Result<bool, DbErr> {
    Ok(member::Entity::find_by_id((account.to_string(), user.0)).one(db).await?.is_some())
}

/// An account that somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub account: AccountId,
    /// What its members call it.
    pub name: Option<String>,
    pub role: Role,
}

/// A page (from 1) of the user's accounts, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn memberships(db: &impl ConnectionTrait, user: UserId, page: u64) -> Result<Paged<Membership>, DbErr> {
    let found = member::Entity::find()
        .filter(member::Column::UserId.eq(user.0))
        .find_also_related(account::Entity)
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .offset(Paged::<Membership>::offset(page))
        .limit(ON_A_PAGE + 1)
        .all(db)
        .await?;
    let read = |(member, account): (member::Model, Option<account::Model>)| {
        let account = account?;
        Some(Membership { account: account.id.parse().ok()?, name: account.name, role: member.role })
    };
    Ok(Paged::new(found, page, read))
}

/// Somebody who belongs to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountMember {
    pub user: UserId,
    pub email: String,
    pub role: Role,
}

/// A page (from 1) of the account's members, by address.
///
/// # Errors
/// When the database does not answer.
pub async fn members(db: &impl ConnectionTrait, account: &AccountId, page: u64) -> Result<Paged<AccountMember>, DbErr> {
    let found = member::Entity::find()
        .filter(member::Column::AccountId.eq(account.as_str()))
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Email)
        .order_by_asc(user::Column::Id)
        .offset(Paged::<AccountMember>::offset(page))
        .limit(ON_A_PAGE + 1)
        .all(db)
        .await?;
    let read = |(member, user): (member::Model, Option<user::Model>)| {
        let user = user?;
        Some(AccountMember { user: UserId(user.id), email: user.email, role: member.role })
    };
    Ok(Paged::new(found, page, read))
}

/// What became of a change of the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberChange {
    Done,
    /// There is no such member (any more).
    NoMember,
    /// An account keeps an owner: nobody else could manage it.
    LastOwner,
    /// Who asked is not an owner any more.
    NotAllowed,
}

/// Gives the user another role in the account of the one who asks, or with `None` removes them. The checks and the
/// change are one: of two owners who remove each other at the same time, one stays.
///
/// # Errors
/// When the database does not answer; then nothing is changed.
pub async fn change_member(
    transaction: &DatabaseTransaction,
    Member { user: asker, account, .. }: &Member,
    user: UserId,
    role: Option<Role>,
) -> Result<MemberChange, DbErr> {
    // Whoever changes members of the account waits for this lock; on SQLite there is one writer anyway.
    account::Entity::find_by_id(account.as_str()).lock_exclusive().one(transaction).await?;
    let member_of_it = |user: UserId| member::Entity::find_by_id((account.to_string(), user.0)).one(transaction);
    if member_of_it(*asker).await?.is_none_or(|asker| asker.role != Role::Owner) {
        return Ok(MemberChange::NotAllowed);
    }
    let Some(found) = member_of_it(user).await? else { return Ok(MemberChange::NoMember) };
    if found.role == Role::Owner && role != Some(Role::Owner) {
        let owners = member::Entity::find()
            .filter(member::Column::AccountId.eq(account.as_str()))
            .filter(member::Column::Role.eq(Role::Owner));
        if owners.count(transaction).await? == 1 {
            return Ok(MemberChange::LastOwner);
        }
    }
    let mut found: member::ActiveModel = found.into();
    match role {
        Some(role) => {
            found.role = Set(role);
            found.update(transaction).await?;
        }
        None => {
            found.delete(transaction).await?;
        }
    }
    Ok(MemberChange::Done)
}
