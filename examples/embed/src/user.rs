//! The program's own table, and its three connections to billing: the current user, the buyer, and
//! the subscriber.

use async_trait::async_trait;
use axum::{
    extract::{FromRef, FromRequestParts, Path},
    http::{header, request::Parts},
    response::Redirect,
};
use billing::{BillingFacts, Buyer, Status, overview};
use database::Database;
use mirror::SyncObserver;
use sea_orm::{
    ActiveValue::Set,
    DatabaseTransaction, ExprTrait,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::failure::Failure;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(unique)]
    pub email: String,
    /// `cus_…`, after the first purchase was started.
    #[sea_orm(unique)]
    pub stripe_customer_id: Option<String>,
    /// Whether a plan is running, for the queries of the rest of the program.
    pub is_subscribed: bool,
}

impl ActiveModelBehavior for ActiveModel {}

pub type User = Model;

/// A STUB: anyone who names an address is logged in. Put your own login here; nothing else depends
/// on it.
pub async fn log_in(Path(email): Path<String>) -> ([(header::HeaderName, String); 1], Redirect) {
    let email: String = email.chars().filter(|it| it.is_ascii_graphic() && !";,\"\\".contains(*it)).collect();
    ([(header::SET_COOKIE, format!("email={email}; Path=/; HttpOnly; SameSite=Lax"))], Redirect::to("/me"))
}

/// The other half of the stub: the current user, created at the first request.
impl<S: Send + Sync> FromRequestParts<S> for User
where
    Database: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let cookies = parts.headers.get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
        let email = cookies.split("; ").find_map(|cookie| cookie.strip_prefix("email=")).ok_or(Failure::LoggedOut)?;
        let user = ActiveModel {
            id: Set(Uuid::new_v4().to_string()),
            email: Set(email.to_owned()),
            stripe_customer_id: Set(None),
            is_subscribed: Set(false),
        };
        let known = OnConflict::column(Column::Email).update_column(Column::Email).to_owned();
        Ok(Entity::insert(user).on_conflict(known).exec_with_returning(&Database::from_ref(state)).await?)
    }
}

#[async_trait]
impl Buyer for User {
    fn reference(&self) -> String {
        self.id.clone()
    }

    fn email(&self) -> &str {
        &self.email
    }

    async fn customer(&self, db: &Database) -> Result<Option<String>, DbErr> {
        let user = Entity::find_by_id(self.id.as_str()).one(db).await?;
        Ok(user.and_then(|user| user.stripe_customer_id))
    }

    async fn assign(
        &self,
        transaction: &DatabaseTransaction,
        stripe_customer_id: &str,
        replaced: Option<&str>,
    ) -> Result<bool, DbErr> {
        // Another tab may have stored the same customer: that is a success too.
        let replaceable = Column::StripeCustomerId.is_in(replaced.into_iter().chain([stripe_customer_id]));
        let assigned = Entity::update_many()
            .col_expr(Column::StripeCustomerId, Expr::value(stripe_customer_id))
            .filter(Column::Id.eq(self.id.as_str()))
            .filter(Column::StripeCustomerId.is_null().or(replaceable))
            .exec(transaction);
        Ok(assigned.await?.rows_affected == 1)
    }
}

/// Stores whether a customer's plan is running, in the transaction that writes the mirror's rows.
pub struct Subscribed;

#[async_trait]
impl SyncObserver for Subscribed {
    async fn synced(&self, transaction: &DatabaseTransaction, stripe_customer_id: &str) -> Result<(), DbErr> {
        let facts = BillingFacts::load(transaction, Some(stripe_customer_id)).await?;
        let runs = |status| matches!(status, Status::Trialing | Status::Active | Status::PastDue);
        let mut plans = overview(&facts, clock::now()).plans.into_iter();
        let is_subscribed = plans.any(|plan| plan.is_ours && plan.status.is_some_and(runs));
        let users = Entity::update_many()
            .col_expr(Column::IsSubscribed, Expr::value(is_subscribed))
            .filter(Column::StripeCustomerId.eq(stripe_customer_id));
        users.exec(transaction).await.map(drop)
    }
}
