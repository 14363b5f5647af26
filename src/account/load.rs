//! The data of the account page, from the database alone: it works while Stripe is down.

use billing::{BillingFacts, Overview, overview};
use database::{Database, KeyedSelect};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DbErr,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use time::OffsetDateTime;

use crate::{
    auth::UserId,
    entity::{customer_owner, user},
};

/// By the user's number: one statement, since each is a trip to the database.
static OF_USER: KeyedSelect = KeyedSelect::new(select);

fn select(backend: DatabaseBackend, id: Expr) -> SelectStatement {
    let customer = Query::select()
        .column(customer_owner::Column::StripeCustomerId)
        .from(customer_owner::Entity)
        .and_where(Expr::col(customer_owner::Column::UserId).eq(id.clone()))
        .to_owned();
    let email = Query::select()
        .column(user::Column::Email)
        .from(user::Entity)
        .and_where(Expr::col(user::Column::Id).eq(id))
        .to_owned();
    let mut select = BillingFacts::select(backend, &Expr::SubQuery(None, Box::new(customer.into())));
    select.expr_as(Expr::SubQuery(None, Box::new(email.into())), "email").to_owned()
}

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

/// What is known of the user's billing, with the user's address; `None` if the user is gone.
pub async fn load_facts(db: &Database, user: UserId) -> Result<Option<(String, BillingFacts)>, DbErr> {
    let Some(row) = db.query_one_raw(OF_USER.of(db.get_database_backend(), user.0)).await? else { return Ok(None) };
    let email: Option<String> = row.try_get("", "email")?;
    email.map(|email| Ok((email, BillingFacts::read(&row)?))).transpose()
}

/// The user's account; `None` if the user is gone.
pub async fn load(db: &Database, user: UserId) -> Result<Option<Account>, DbErr> {
    let Some((email, facts)) = load_facts(db, user).await? else { return Ok(None) };
    let living = facts.customer.as_ref().filter(|customer| customer.is_living());
    Ok(Some(Account {
        email,
        has_customer: living.is_some(),
        synced_at: living
            .and_then(|customer| customer.synced_at_ms)
            .and_then(|ms| OffsetDateTime::from_unix_timestamp(ms / 1000).ok()),
        overview: overview(&facts, clock::now()),
    }))
}
