//! The account that an argument names.

use sea_orm::{ConnectionTrait, DbErr};

use crate::{
    account_access::{Found, find_named},
    commands::CommandError,
    model::AccountRef,
};

/// The account, with all that its answer is made of.
///
/// # Errors
/// When there is none, or the database does not answer.
pub async fn named(db: &impl ConnectionTrait, account: &AccountRef) -> Result<Found, CommandError> {
    find(db, account).await?.ok_or_else(|| no_such(account))
}

/// The same; `None` if there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, account: &AccountRef) -> Result<Option<Found>, DbErr> {
    match find_named(db, std::slice::from_ref(account)).await?.remove(&account.to_string()) {
        Some(None) => Err(DbErr::Json(format!("the rows of {account} cannot be read; see the log"))),
        found => Ok(found.flatten()),
    }
}

/// Nobody has this name.
pub fn no_such(account: &AccountRef) -> CommandError {
    CommandError::NoSuchAccount(account.to_string())
}
