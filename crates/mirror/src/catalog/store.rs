//! Writing fetched objects as rows, unless a later fetch has already been written.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, FromQueryResult, IdenStatic,
    IntoActiveModel, Iterable, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, OnConflict},
};

use crate::{
    catalog::table::{CatalogRow, CatalogTable},
    entity::fetch_counter,
    stripe_object::StripeObject,
};

/// Draws the number of a fetch that starts now; its rows store it.
pub async fn draw_ticket(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    use fetch_counter::Column::LastStartedFetch;
    let begun = fetch_counter::Entity::update_many().col_expr(LastStartedFetch, Expr::col(LastStartedFetch).add(1));
    let row = begun.exec_with_returning(db).await?.into_iter().next();
    row.map(|row| row.last_started_fetch)
        .ok_or_else(|| DbErr::RecordNotFound("the row of the table catalog".to_owned()))
}

/// The existing rows with the ids of these.
pub fn here<E: CatalogTable>(rows: &[E::Model]) -> Select<E> {
    E::find().filter(E::ID.is_in(rows.iter().map(CatalogRow::id))).order_by_asc(E::ID)
}

/// The rows of a query; one that cannot be read stops no other, and the next fetch replaces it.
///
/// # Errors
/// When the database does not answer.
pub async fn readable<E: CatalogTable>(db: &impl ConnectionTrait, query: Select<E>) -> Result<Vec<E::Model>, DbErr> {
    let found = db.query_all_raw(query.build(db.get_database_backend())).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        match E::Model::from_query_result(&row, "") {
            Ok(row) => rows.push(row),
            Err(error) => {
                let id: Option<String> = row.try_get("", E::ID.as_str())?;
                tracing::error!(id, error = %error, "a row of the catalog cannot be read: sync it from Stripe");
            }
        }
    }
    Ok(rows)
}

/// The fetched rows, in which what is not known is as in these existing ones.
pub fn keep<E: CatalogTable>(rows: Vec<E::Model>, known: &HashMap<String, E::Model>) -> Vec<E::Model> {
    let keep = |row: E::Model| match known.get(row.id()) {
        Some(known) => row.keep(known),
        None => row,
    };
    rows.into_iter().map(keep).collect()
}

/// The rows by their ids.
pub fn by_id<E: CatalogTable>(rows: Vec<E::Model>) -> HashMap<String, E::Model> {
    rows.into_iter().map(|row| (row.id().to_owned(), row)).collect()
}

/// The ids of all active objects.
pub async fn sold<E: CatalogTable>(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sold = E::find().select_only().column(E::ID).filter(E::ACTIVE.eq(true)).into_tuple();
    sold.all(db).await
}

/// Those of these ids that have no row.
pub async fn missing<E: CatalogTable>(db: &impl ConnectionTrait, ids: &BTreeSet<String>) -> Result<Vec<String>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let known = E::find().select_only().column(E::ID).filter(E::ID.is_in(ids));
    let known: BTreeSet<String> = known.into_tuple().all(db).await?.into_iter().collect();
    Ok(ids.difference(&known).cloned().collect())
}

/// Writes all rows, and returns which have changed.
pub async fn write<E: CatalogTable>(
    transaction: &DatabaseTransaction,
    mut rows: Vec<E::Model>,
) -> Result<Vec<StripeObject>, DbErr> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // Always in the same order, so that two replicas cannot deadlock.
    rows.sort_by(|one, other| one.id().cmp(other.id()));
    // Locked, so that nothing else is written between the comparison and the write.
    let before = by_id::<E>(readable(transaction, here::<E>(&rows).lock_exclusive()).await?);
    let rows = keep::<E>(rows, &before);
    let changes = |row: &&E::Model| match before.get(row.id()) {
        None => true,
        Some(before) => before.ticket() < row.ticket() && before.clone().with_ticket(row.ticket()) != **row,
    };
    let changed = rows.iter().filter(changes).map(|row| E::OBJECT(row.id().to_owned())).collect();
    let columns = E::Column::iter().filter(|column| column.as_str() != E::ID.as_str());
    let newer = Expr::col((E::default(), E::LAST_APPLIED_FETCH)).lt(Expr::col(("excluded", E::LAST_APPLIED_FETCH)));
    let replace = OnConflict::column(E::ID).update_columns(columns).action_and_where(newer).to_owned();
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    E::insert_many(rows).on_conflict(replace).exec_without_returning(transaction).await?;
    Ok(changed)
}

/// Deactivates the rows in `which` that Stripe does not have according to this fetch, unless they
/// were written later. Returns which they were.
pub async fn take_off<E: CatalogTable>(
    db: &impl ConnectionTrait,
    ticket: i64,
    which: Expr,
) -> Result<Vec<StripeObject>, DbErr> {
    let gone = E::update_many()
        .col_expr(E::ACTIVE, Expr::value(false))
        .col_expr(E::LAST_APPLIED_FETCH, Expr::value(ticket))
        .filter(which)
        .filter(E::LAST_APPLIED_FETCH.lt(ticket));
    // No row need be readable for that.
    let mut gone = gone.into_query();
    gone.returning_col(E::ID);
    let ids =
        db.query_all(&gone).await?.iter().map(|row| row.try_get("", E::ID.as_str())).collect::<Result<Vec<_>, _>>();
    Ok(ids?.into_iter().map(E::OBJECT).collect())
}
