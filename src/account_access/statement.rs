//! The statements that read what is known of accounts.

use std::collections::HashMap;

use billing::BillingFacts;
use database::JsonRows;
use mirror::{Mirror, entity::customer};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DbErr, QueryResult,
    sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use super::{found::Found, rules::version};
use crate::{
    entity::{access_grant, access_rules, account, account_access, customer_owner},
    model::{AccountId, AccountRef},
};

/// All that is known of these accounts.
///
/// # Errors
/// When the database does not answer.
pub async fn find_all(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<QueryResult>, DbErr> {
    let mut select = of_accounts(db.get_database_backend());
    select.and_where(id().is_in(ids.iter().map(AccountId::as_str)));
    db.query_all(&select).await
}

/// All that is known of the accounts with these names, by each name; `None` of one whose rows cannot be read.
///
/// # Errors
/// When the database does not answer.
pub async fn find_named(
    db: &impl ConnectionTrait,
    named: &[AccountRef],
) -> Result<HashMap<String, Option<Found>>, DbErr> {
    let mut found = HashMap::new();
    // SQLite refuses the whole statement for one document that is not JSON.
    if let Ok(rows) = rows_of(db, named).await {
        found.extend(rows.iter().flat_map(by_names));
        return Ok(found);
    }
    version(db).await?;
    for name in named {
        match rows_of(db, std::slice::from_ref(name)).await {
            Ok(rows) => found.extend(rows.iter().flat_map(by_names)),
            Err(error) => {
                tracing::error!(account = ?name, error = %error, "the rows of an account cannot be read");
                found.insert(name.to_string(), None);
            }
        }
    }
    Ok(found)
}

/// The row under both names of its account.
fn by_names(row: &QueryResult) -> Vec<(String, Option<Found>)> {
    let names = ["account", "external_id"].map(|column| row.try_get::<Option<String>>("", column).ok().flatten());
    let found = Found::read(row).unwrap_or_else(|error| {
        tracing::error!(account.id = names[0], error = %error, "the rows of an account cannot be read");
        None
    });
    names.into_iter().flatten().map(|name| (name, found.clone())).collect()
}

async fn rows_of(db: &impl ConnectionTrait, named: &[AccountRef]) -> Result<Vec<QueryResult>, DbErr> {
    let (mut ids, mut external_ids) = (Vec::new(), Vec::new());
    for name in named {
        match name {
            AccountRef::Id(id) => ids.push(id.as_str()),
            AccountRef::External(id) => external_ids.push(id.as_str()),
        }
    }
    let mut select = of_accounts(db.get_database_backend());
    select.and_where(id().is_in(ids).or(external_id().is_in(external_ids)));
    db.query_all(&select).await
}

fn external_id() -> Expr {
    Expr::col((account::Entity, account::Column::ExternalId))
}

fn id() -> Expr {
    Expr::col((account::Entity, account::Column::Id))
}

fn of_accounts(backend: DatabaseBackend) -> SelectStatement {
    with_facts(with_state(Query::select().from(account::Entity).to_owned()), backend)
}

/// Adds where the account's answer stands.
pub(super) fn with_state(mut select: SelectStatement) -> SelectStatement {
    let owner = |column| Expr::col((customer_owner::Entity, column));
    let of_customer = |column| Expr::col((customer::Entity, column));
    let state = |column| Expr::col((account_access::Entity, column));
    select
        .join(
            JoinType::LeftJoin,
            customer_owner::Entity,
            owner(customer_owner::Column::AccountId).equals((account::Entity, account::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            customer::Entity,
            of_customer(customer::Column::StripeCustomerId)
                .equals((customer_owner::Entity, customer_owner::Column::StripeCustomerId)),
        )
        .join(
            JoinType::LeftJoin,
            account_access::Entity,
            state(account_access::Column::AccountId).equals((account::Entity, account::Column::Id)),
        )
        .expr_as(id(), "account")
        .expr_as(external_id(), "external_id")
        .expr_as(owner(customer_owner::Column::StripeCustomerId), "customer")
        .expr_as(of_customer(customer::Column::SyncedAtMs), "synced_at_ms")
        .expr_as(of_customer(customer::Column::DeletedAt), "deleted_at")
        .expr_as(of_customer(customer::Column::MissingSince), "missing_since")
        .expr_as(Mirror::sync_fails(owner(customer_owner::Column::StripeCustomerId)), "fails")
        .expr_as(state(account_access::Column::Revision), "revision")
        .expr_as(state(account_access::Column::Fingerprint), "fingerprint")
        .expr_as(state(account_access::Column::NextAt), "next_at")
        .expr_as(state(account_access::Column::RulesVersion), "revised_by")
        .expr_as(state(account_access::Column::RevisedAt), "revised_at");
    add_rules_version(&mut select);
    select
}

/// Adds the version of the rules that hold.
pub fn add_rules_version(select: &mut SelectStatement) {
    let rules = Query::select().column(access_rules::Column::Version).from(access_rules::Entity).to_owned();
    select.expr_as(Expr::SubQuery(None, Box::new(rules.into())), "rules_version");
}

/// Adds what the answer is made of.
pub(super) fn with_facts(mut select: SelectStatement, backend: DatabaseBackend) -> SelectStatement {
    let customer = Expr::col((customer_owner::Entity, customer_owner::Column::StripeCustomerId));
    BillingFacts::add_plans(&mut select, backend, &customer);
    add_grants(&mut select, backend, id());
    select
}

/// Adds the grants of this account that were not revoked.
pub fn add_grants(select: &mut SelectStatement, backend: DatabaseBackend, account: Expr) {
    let mut grants = JsonRows(backend).select::<access_grant::Entity>(|_| None);
    grants
        .and_where(Expr::col((access_grant::Entity, access_grant::Column::AccountId)).eq(account))
        .and_where(Expr::col((access_grant::Entity, access_grant::Column::RevokedAt)).is_null());
    select.expr_as(Expr::SubQuery(None, Box::new(grants.into())), "grants");
}
