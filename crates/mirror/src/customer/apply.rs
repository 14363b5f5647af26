//! Writing a fetched customer's rows, all in one transaction.

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    customer::{
        differences::differences,
        fetch::Fetched,
        rows::Rows,
        table::{insert, remove},
        ticket::Ticket,
    },
    difference::Difference,
    entity::{customer, invoice, payment_method, subscription, subscription_item},
    error::Synced,
};

/// Replaces the customer's rows where they differ, unless a later fetch has already been written.
pub async fn apply(
    transaction: &DatabaseTransaction,
    customer_id: &str,
    ticket: Ticket,
    fetched: Fetched,
) -> Result<Synced, DbErr> {
    // The row after the claim, still with the old payment method and deletion.
    let Some(customer) = claim(transaction, customer_id, ticket).await? else { return Ok(Synced::Superseded) };
    let ours = Rows::load(transaction, &customer).await?;
    let unreadable = fetched.unreadable.clone();
    let mut wanted = Rows::of(customer_id, fetched);
    wanted.keep(&ours, &unreadable);
    let is_missing = wanted.missing;
    let found = differences(customer_id, &ours, &wanted);
    if !found.is_empty() {
        replace(transaction, customer_id, ticket, wanted).await?;
    }
    Ok(if is_missing {
        Synced::Missing
    } else if found.is_empty() {
        Synced::Unchanged
    } else if found.iter().any(Difference::is_drift) {
        Synced::Written
    } else {
        Synced::Moved
    })
}

/// Removes all rows of a customer except the customer's own row.
pub async fn forget(transaction: &DatabaseTransaction, customer_id: &str) -> Result<(), DbErr> {
    remove::<payment_method::Entity>(transaction, customer_id).await?;
    remove::<invoice::Entity>(transaction, customer_id).await?;
    // Their items are deleted with them.
    remove::<subscription::Entity>(transaction, customer_id).await
}

/// Stores on the customer's row which fetch is being written. Returns the row, or `None` if a later
/// fetch has been written.
async fn claim(
    transaction: &DatabaseTransaction,
    customer_id: &str,
    ticket: Ticket,
) -> Result<Option<customer::Model>, DbErr> {
    use customer::Column::{LastAppliedFetch, StripeCustomerId, SyncedAtMs};
    let claimed = customer::Entity::update_many()
        .col_expr(LastAppliedFetch, Expr::value(ticket.number))
        .col_expr(SyncedAtMs, Expr::value(ticket.began_ms))
        .filter(StripeCustomerId.eq(customer_id))
        .filter(LastAppliedFetch.lt(ticket.number))
        .exec_with_returning(transaction)
        .await?;
    Ok(claimed.into_iter().next())
}

async fn replace(
    transaction: &DatabaseTransaction,
    customer_id: &str,
    ticket: Ticket,
    wanted: Rows,
) -> Result<(), DbErr> {
    use customer::Column::{Balance, Currency, DefaultPaymentMethod, DeletedAt, MissingSince, StripeCustomerId};
    let now = ticket.began_ms / 1000;
    let update = customer::Entity::update_many()
        .col_expr(MissingSince, Expr::value(wanted.missing.then_some(now)))
        .filter(StripeCustomerId.eq(customer_id));
    if wanted.missing {
        return update.exec(transaction).await.map(drop);
    }
    update
        .col_expr(DefaultPaymentMethod, Expr::value(wanted.default_payment_method))
        .col_expr(Balance, Expr::value(wanted.balance))
        .col_expr(Currency, Expr::value(wanted.currency))
        .col_expr(DeletedAt, Expr::value(wanted.deleted.then_some(now)))
        .exec(transaction)
        .await?;
    forget(transaction, customer_id).await?;
    insert::<payment_method::Entity>(transaction, wanted.payment_methods).await?;
    insert::<invoice::Entity>(transaction, wanted.invoices).await?;
    insert::<subscription::Entity>(transaction, wanted.subscriptions).await?;
    insert::<subscription_item::Entity>(transaction, wanted.items).await
}
