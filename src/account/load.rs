//! The data of the account page, from the database alone: it works while Stripe is down.

use access::{Facts, decide};
use billing::{BillingFacts, Overview, overview};
use database::{Database, KeyedSelect};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DbErr, QueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use time::OffsetDateTime;

use crate::{
    account_access::{RulesCache, add_grants, add_rules_version, read_grants},
    auth::{Member, with_session},
    entity::{account, customer_owner, session},
    model::{Features, Role},
};

/// By the account's id: one statement, since each is a trip to the database.
static OF_ACCOUNT: KeyedSelect = KeyedSelect::new(|backend, id| {
    let customer = Query::select()
        .column(customer_owner::Column::StripeCustomerId)
        .from(customer_owner::Entity)
        .and_where(Expr::col(customer_owner::Column::AccountId).eq(id.clone()))
        .to_owned();
    select(backend, &Expr::SubQuery(None, Box::new(customer.into())), id)
});

/// The same of a session's account, by the hash of the session's id: the account page is one trip in all.
pub static OF_SESSION: KeyedSelect = KeyedSelect::new(|backend, session| {
    let customer = Expr::col((customer_owner::Entity, customer_owner::Column::StripeCustomerId));
    let account = Expr::col((session::Entity, session::Column::AccountId));
    with_session(select(backend, &customer, account), session)
});

fn select(backend: DatabaseBackend, customer: &Expr, account: Expr) -> SelectStatement {
    let name = Query::select()
        .column(account::Column::Name)
        .from(account::Entity)
        .and_where(Expr::col(account::Column::Id).eq(account.clone()))
        .to_owned();
    let mut select = BillingFacts::select(backend, customer);
    select.expr_as(Expr::SubQuery(None, Box::new(name.into())), "account_name");
    add_grants(&mut select, backend, account);
    add_rules_version(&mut select);
    select
}

/// An account, as one of its members sees it.
#[derive(Clone, Debug)]
pub struct Account {
    /// What its members call it.
    pub name: Option<String>,
    pub role: Role,
    /// Whether there is a Stripe customer whose portal can be opened.
    pub has_customer: bool,
    pub overview: Overview,
    pub features: Features,
    /// When this was last fetched from Stripe.
    pub synced_at: Option<OffsetDateTime>,
}

/// The member's account; `read` is the row of [`OF_SESSION`], if that was asked for.
pub async fn load(
    db: &Database,
    rules: &RulesCache,
    member: &Member,
    read: Option<QueryResult>,
) -> Result<Account, DbErr> {
    let row = match read {
        Some(row) => row,
        None => {
            let statement = OF_ACCOUNT.of(db.get_database_backend(), member.account.as_str());
            let row = db.query_one_raw(statement).await?;
            row.ok_or_else(|| DbErr::RecordNotFound("the only row".to_owned()))?
        }
    };
    let facts = Facts { billing: BillingFacts::read(&row)?, grants: read_grants(&row)? };
    let now = clock::now();
    let customer = facts.billing.customer.as_ref();
    // Of a customer that is missing at Stripe, or was never fetched, nothing is known.
    let is_known =
        customer.is_none_or(|it| it.deleted_at.is_some() || (it.missing_since.is_none() && it.synced_at_ms.is_some()));
    let features = if is_known {
        features(db, rules, row.try_get("", "rules_version")?, &facts, now).await
    } else {
        Features::default()
    };
    let living = customer.filter(|customer| customer.is_living());
    Ok(Account {
        name: row.try_get("", "account_name")?,
        role: member.role,
        has_customer: living.is_some(),
        synced_at: living
            .and_then(|customer| customer.synced_at_ms)
            .and_then(|ms| OffsetDateTime::from_unix_timestamp(ms / 1000).ok()),
        overview: overview(&facts.billing, now),
        features,
    })
}

/// What the page shows of features. It is worth more than they are, so without the rules it is shown without.
async fn features(db: &Database, rules: &RulesCache, version: i64, facts: &Facts, now: OffsetDateTime) -> Features {
    match rules.at_least(db, version).await {
        Ok(rules) => Features::new(&decide(facts, &rules.policy, &rules.catalog, now), &rules.policy, &rules.catalog),
        Err(error) => {
            tracing::error!(error = %error, "the rules of access could not be read; the page is shown without features");
            Features::default()
        }
    }
}
