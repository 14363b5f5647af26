//! Invitations: an owner asks somebody into the account, by mail. Whoever follows the link has read the mail, and is the
//! one who was asked.

use std::time::Duration;

use database::delete_in_steps;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::members::{add_member, is_member};
use crate::{
    auth::{Email, Member, UserId},
    entity::{
        account,
        invitation::{ActiveModel, Column, Entity, Model},
        member, user,
    },
    model::{AccountId, Role},
    token::Token,
};

/// How long an invitation is valid.
pub const LIFETIME: Duration = Duration::from_hours(7 * 24);

/// As many are shown of an account.
const SHOWN: u64 = 100;

/// An invitation that can be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvitation {
    pub account: AccountId,
    /// What its members call it.
    pub name: Option<String>,
    /// The address that it was mailed to.
    pub email: String,
    pub role: Role,
    /// The address of the owner who invites.
    pub inviter: String,
}

/// An invitation as an owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentInvitation {
    pub id: String,
    pub email: String,
    pub role: Role,
}

fn is_open(now: i64) -> Condition {
    Condition::all().add(Column::AcceptedAt.is_null()).add(Column::ExpiresAt.gt(now))
}

/// Stores an invitation with the hash of this token, in place of an earlier one to the same address; returns the
/// account's name.
///
/// # Errors
/// When the database does not answer.
pub async fn invite(
    transaction: &DatabaseTransaction,
    owner: &Member,
    email: &Email,
    role: Role,
    token: &Token,
) -> Result<Option<String>, DbErr> {
    let earlier = Entity::delete_many()
        .filter(Column::AccountId.eq(owner.account.as_str()))
        .filter(Column::Email.eq(email.as_str()))
        .filter(Column::AcceptedAt.is_null());
    earlier.exec(transaction).await?;
    let now = clock::now_seconds();
    let row = ActiveModel {
        id: Set(Uuid::new_v4().to_string()),
        token_hash: Set(token.hash()),
        account_id: Set(owner.account.to_string()),
        email: Set(email.to_string()),
        role: Set(role),
        invited_by: Set(owner.user.0),
        created_at: Set(now),
        expires_at: Set(now.saturating_add_unsigned(LIFETIME.as_secs())),
        accepted_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(transaction).await?;
    let account = account::Entity::find_by_id(owner.account.as_str()).one(transaction).await?;
    Ok(account.and_then(|account| account.name))
}

/// The account's open invitations, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn invitations(db: &impl ConnectionTrait, account: &AccountId) -> Result<Vec<SentInvitation>, DbErr> {
    let found = Entity::find()
        .filter(Column::AccountId.eq(account.as_str()))
        .filter(is_open(clock::now_seconds()))
        .order_by_desc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(SHOWN);
    let shown = |Model { id, email, role, .. }| SentInvitation { id, email, role };
    Ok(found.all(db).await?.into_iter().map(shown).collect())
}

/// Takes an invitation of this account back; `false` if there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(db: &impl ConnectionTrait, account: &AccountId, id: &str) -> Result<bool, DbErr> {
    let taken_back = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::AccountId.eq(account.as_str()))
        .filter(Column::AcceptedAt.is_null());
    Ok(taken_back.exec(db).await?.rows_affected == 1)
}

/// The invitation of this token, if it is open and whoever made it may still invite.
///
/// # Errors
/// When the database does not answer.
pub async fn find_invitation(db: &impl ConnectionTrait, token: &Token) -> Result<Option<OpenInvitation>, DbErr> {
    Ok(find(db, token).await?.map(|(_, invitation)| invitation))
}

async fn find(db: &impl ConnectionTrait, token: &Token) -> Result<Option<(Model, OpenInvitation)>, DbErr> {
    let found = Entity::find().filter(Column::TokenHash.eq(token.hash())).filter(is_open(clock::now_seconds()));
    let Some(found) = found.limit(1).all(db).await?.pop() else { return Ok(None) };
    let inviter = member::Entity::find_by_id((found.account_id.clone(), found.invited_by))
        .find_also_related(user::Entity)
        .one(db)
        .await?;
    let Some((inviter, Some(person))) = inviter else { return Ok(None) };
    if inviter.role != Role::Owner || person.disabled_at.is_some() {
        return Ok(None);
    }
    let account = account::Entity::find_by_id(found.account_id.as_str()).one(db).await?;
    let (Some(account), Ok(id)) = (account, found.account_id.parse()) else { return Ok(None) };
    let (email, role) = (found.email.clone(), found.role);
    Ok(Some((found, OpenInvitation { account: id, name: account.name, email, role, inviter: person.email })))
}

/// What became of accepting an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The user belongs to this account now.
    Member(AccountId),
    /// It does not work any more, or never did.
    Closed,
    /// It was mailed to another address than the user's.
    NotYours,
}

/// Makes the user a member. Who has the token and this address has read the mail: that proves the address. A member
/// keeps their role.
///
/// # Errors
/// When the database does not answer.
pub async fn accept(transaction: &DatabaseTransaction, token: &Token, user: UserId) -> Result<Accepted, DbErr> {
    let Some((found, _)) = find(transaction, token).await? else { return Ok(Accepted::Closed) };
    // Whoever changes members of the account waits for this lock; then the inviter is looked at once more.
    account::Entity::find_by_id(found.account_id).lock_exclusive().one(transaction).await?;
    let Some((found, invitation)) = find(transaction, token).await? else { return Ok(Accepted::Closed) };
    let person = user::Entity::find_by_id(user.0).one(transaction).await?;
    let Some(person) = person.filter(|person| person.email == invitation.email) else {
        return Ok(Accepted::NotYours);
    };
    let now = clock::now_seconds();
    let spent = Entity::update_many()
        .col_expr(Column::AcceptedAt, Expr::value(now))
        .filter(Column::Id.eq(found.id))
        .filter(is_open(now));
    if spent.exec(transaction).await?.rows_affected == 0 {
        return Ok(Accepted::Closed);
    }
    if !is_member(transaction, &invitation.account, user).await? {
        add_member(transaction, &invitation.account, user, invitation.role).await?;
    }
    if !person.email_verified {
        user::ActiveModel { email_verified: Set(true), ..person.into() }.update(transaction).await?;
    }
    Ok(Accepted::Member(invitation.account))
}

/// Takes back what this user sent and nobody accepted.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw_all_of(db: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let theirs = Entity::delete_many().filter(Column::InvitedBy.eq(user.0)).filter(Column::AcceptedAt.is_null());
    theirs.exec(db).await.map(drop)
}

/// Removes invitations that nobody accepted in time, and those that were accepted.
///
/// # Errors
/// When the database does not answer.
pub async fn prune_invitations(db: &impl ConnectionTrait, now: i64) -> Result<u64, DbErr> {
    delete_in_steps::<Entity>(db, Column::Id, Column::ExpiresAt.lt(now)).await
}
