//! The account that an argument names.

use sea_orm::ConnectionTrait;

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
    let name = match account {
        AccountRef::Id(id) => id.as_str(),
        AccountRef::External(id) => id.as_str(),
    };
    let mut found = find_named(db, std::slice::from_ref(account)).await?;
    found.remove(name).ok_or_else(|| CommandError::NoSuchAccount(name.to_owned()))
}
