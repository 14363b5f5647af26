//! The tables whose rows belong to a customer, and the operations that they share.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
};

use crate::entity::{invoice, payment_method, subscription};

/// Rows per statement, limited by the number of values on both databases.
const ROWS: usize = 1000;

/// A table with a column for the customer.
pub trait CustomerTable: EntityTrait {
    /// `cus_…`
    const CUSTOMER_ID: Self::Column;
}

impl CustomerTable for payment_method::Entity {
    const CUSTOMER_ID: payment_method::Column = payment_method::Column::CustomerId;
}

impl CustomerTable for invoice::Entity {
    const CUSTOMER_ID: invoice::Column = invoice::Column::CustomerId;
}

impl CustomerTable for subscription::Entity {
    const CUSTOMER_ID: subscription::Column = subscription::Column::CustomerId;
}

/// The customer's rows.
pub async fn load<E: CustomerTable>(db: &impl ConnectionTrait, customer_id: &str) -> Result<Vec<E::Model>, DbErr>
where
    E::Model: FromQueryResult + Sized + Send + Sync,
{
    E::find().filter(E::CUSTOMER_ID.eq(customer_id)).all(db).await
}

/// Removes the customer's rows.
pub async fn remove<E: CustomerTable>(db: &impl ConnectionTrait, customer_id: &str) -> Result<(), DbErr> {
    E::delete_many().filter(E::CUSTOMER_ID.eq(customer_id)).exec(db).await.map(drop)
}

/// Inserts rows of any table, in chunks of `ROWS`.
pub async fn insert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(ROWS)).exec_without_returning(db).await?;
    }
    Ok(())
}
