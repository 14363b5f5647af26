//! The data of the account page, from the database alone: it works while Stripe is down.

use billing::{BillingFacts, Overview, overview};
use database::Database;
use sea_orm::{DbErr, EntityTrait};
use time::OffsetDateTime;

use super::owner::customer_of;
use crate::{auth::UserId, entity::user};

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
pub async fn load(db: &Database, user: UserId) -> Result<Option<Account>, DbErr> {
    let found = db.snapshot(async |db| {
        let Some(found) = user::Entity::find_by_id(user.0).one(db).await? else { return Ok(None) };
        let customer = customer_of(db, user).await?;
        Ok(Some((found, BillingFacts::load(db, customer.as_deref()).await?)))
    });
    let Some((user, facts)) = found.await? else { return Ok(None) };
    let living = facts.customer.as_ref().filter(|customer| customer.is_living());
    Ok(Some(Account {
        email: user.email,
        has_customer: living.is_some(),
        synced_at: living
            .and_then(|customer| customer.synced_at_ms)
            .and_then(|ms| OffsetDateTime::from_unix_timestamp(ms / 1000).ok()),
        overview: overview(&facts, clock::now()),
    }))
}
