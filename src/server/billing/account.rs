//! What the account page needs, read from the database alone: it works with Stripe down.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use time::OffsetDateTime;

use super::{known::Known, overview::overview};
use crate::{
    model::Overview,
    server::{
        auth::UserId,
        db::{
            self,
            entity::{customer, user},
        },
    },
};

/// One user's account.
#[derive(Clone, Debug)]
pub struct Account {
    pub email: String,
    /// Whether there is a Stripe customer whose portal can be opened.
    pub has_customer: bool,
    pub overview: Overview,
    /// When this was last fetched from Stripe.
    pub synced_at: Option<OffsetDateTime>,
}

/// The user's account; `None` if the user is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn load_account(db: &DatabaseConnection, user: UserId) -> Result<Option<Account>, DbErr> {
    let found = db::read(db, async |db| {
        let found = user::Entity::find_by_id(user.0).find_also_related(customer::Entity).one(db).await?;
        let Some((user, customer)) = found else { return Ok(None) };
        Ok(Some((user, Known::load(db, customer).await?)))
    });
    let Some((user, known)) = found.await? else { return Ok(None) };
    let living = known.customer.as_ref().filter(|customer| customer.is_living());
    Ok(Some(Account {
        email: user.email,
        has_customer: living.is_some(),
        synced_at: living
            .and_then(|customer| customer.synced_at_ms)
            .and_then(|ms| OffsetDateTime::from_unix_timestamp(ms / 1000).ok()),
        overview: overview(&known, OffsetDateTime::now_utc()),
    }))
}
