//! The query of a click on the portal: the customer, and the configuration of the portal they get.

use database::Database;
use mirror::entity::{customer, installation, subscription};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SimpleExpr},
};

/// The customer whose portal is opened, and its configuration.
#[derive(FromQueryResult)]
pub struct PortalCustomer {
    #[sea_orm(nested)]
    pub customer: customer::Model,
    /// The configuration that `portal apply` recorded.
    pub recorded: Option<String>,
    /// Whether a subscription has a payment method of its own.
    pub has_own_payment_method: bool,
}

/// The customer, unless it was deleted, and the portal configuration, in one query. The
/// configuration is read on each click so that every replica uses a new one at once.
pub async fn portal_customer(db: &Database, stripe_customer_id: &str) -> Result<Option<PortalCustomer>, DbErr> {
    let recorded =
        installation::Entity::find().select_only().column(installation::Column::PortalConfiguration).into_query();
    let own = subscription::Entity::find()
        .select_only()
        .column(subscription::Column::Id)
        .filter(subscription::Column::CustomerId.eq(stripe_customer_id))
        .filter(subscription::Column::DefaultPaymentMethod.is_not_null())
        .into_query();
    customer::Entity::find_by_id(stripe_customer_id)
        .filter(customer::Column::DeletedAt.is_null())
        .expr_as(SimpleExpr::SubQuery(None, Box::new(recorded.into())), "recorded")
        .expr_as(Expr::exists(own), "has_own_payment_method")
        .into_model()
        .one(db)
        .await
}
