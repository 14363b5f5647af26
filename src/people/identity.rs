//! Users by the ids of another system.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    Select, sea_query::ExprTrait,
};

use crate::{
    account::create_without_password,
    auth::{Email, UserId},
    entity::{identity, user},
};

/// By which id which system knows a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub provider: String,
    pub subject: String,
}

/// A person, as the other system describes them.
#[derive(Clone, Debug)]
pub struct Person {
    pub identity: Identity,
    pub email: Email,
    /// Whether the address is known to be the person's.
    pub email_verified: bool,
}

/// Why a person is no user.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    #[error("the user is disabled")]
    Disabled,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The user whom the system knows by this id, with the address that it says.
///
/// # Errors
/// When the user is disabled, or the database does not answer.
pub async fn find(db: &impl ConnectionTrait, person: &Person) -> Result<Option<UserId>, PersonError> {
    let Identity { provider, subject } = &person.identity;
    let known = identity::Entity::find_by_id((provider.clone(), subject.clone())).one(db).await?;
    match known {
        Some(known) => follow(db, UserId(known.user_id), person).await.map(Some),
        None => Ok(None),
    }
}

/// From now on the system knows this user by its id.
///
/// # Errors
/// As [`find`], and when another request did the same.
pub async fn adopt(db: &impl ConnectionTrait, user: UserId, person: &Person) -> Result<UserId, PersonError> {
    let user = follow(db, user, person).await?;
    remember(db, user, person).await?;
    Ok(user)
}

/// Makes a user without a password.
///
/// # Errors
/// When the database does not answer, or another request did the same.
pub async fn create(db: &impl ConnectionTrait, person: &Person) -> Result<UserId, PersonError> {
    let user = create_without_password(db, &person.email, person.email_verified).await?;
    remember(db, user, person).await?;
    Ok(user)
}

async fn remember(db: &impl ConnectionTrait, user: UserId, person: &Person) -> Result<(), DbErr> {
    let Identity { provider, subject } = person.identity.clone();
    let row = identity::ActiveModel { provider: Set(provider), subject: Set(subject), user_id: Set(user.0) };
    identity::Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// The system knows the user's address best, unless the user has a password, whose name the address is.
async fn follow(db: &impl ConnectionTrait, id: UserId, person: &Person) -> Result<UserId, PersonError> {
    let found = user::Entity::find_by_id(id.0).one(db).await?;
    let found = found.ok_or_else(|| DbErr::RecordNotFound("the identity's user".to_owned()))?;
    if found.disabled_at.is_some() {
        return Err(PersonError::Disabled);
    }
    let is_same = found.email == person.email.as_str();
    // What a mail has proved stays proved.
    let is_verified = person.email_verified || (is_same && found.email_verified);
    if found.password_hash.is_none() && !(is_same && found.email_verified == is_verified) {
        let (email, email_verified) = (Set(person.email.to_string()), Set(is_verified));
        user::ActiveModel { email, email_verified, ..found.into() }.update(db).await?;
    }
    Ok(id)
}

/// The users with this address whom no other system knows and who have no password: the operator linked them, or they
/// came by a mailed link. The oldest
/// comes first.
pub fn unclaimed(email: &Email) -> Select<user::Entity> {
    user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .filter(user::Column::PasswordHash.is_null())
        .filter(identity::knows_the_user().not())
        .order_by_asc(user::Column::Id)
}
