//! The order of fetches.

use database::Database;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

use crate::entity::customer;

/// The number of a fetch among all fetches of the same customer, in the order in which they
/// started. Drawn from the database, because the clocks of two replicas differ, and a clock can be
/// set back.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    pub number: i64,
    /// When the fetch started; only for display.
    pub began_ms: i64,
}

/// Draws a ticket; `None` if the customer is not mirrored.
pub async fn draw_ticket(db: &Database, customer_id: &str) -> Result<Option<Ticket>, DbErr> {
    use customer::Column::{LastStartedFetch, StripeCustomerId};
    let began_ms = clock::now_ms();
    let draw = customer::Entity::update_many()
        .col_expr(LastStartedFetch, Expr::col(LastStartedFetch).add(1))
        .filter(StripeCustomerId.eq(customer_id));
    let customers = draw.exec_with_returning(db).await?;
    Ok(customers.first().map(|customer| Ticket { number: customer.last_started_fetch, began_ms }))
}
