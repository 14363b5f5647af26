//! By which of another system's ids a user is known.

use sea_orm::{
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Query},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identities")]
pub struct Model {
    /// The system: `handover` is the company's product, `oidc:` with an issuer an identity provider.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// The system's id of the user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub user_id: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether another system knows the user of the statement's row, for a condition.
pub fn knows_the_user() -> Expr {
    let of_user = Expr::col((Entity, Column::UserId)).equals((super::user::Entity, super::user::Column::Id));
    Expr::exists(Query::select().expr(Expr::value(1)).from(Entity).and_where(of_user).to_owned())
}
