//! `customer-portal grant`, `revoke` and `grants`: what the company grants an account outside Stripe.

mod args;

use access::FeatureKey;
use database::Database;
use sea_orm::DbErr;

use crate::{
    account_access::{self, NewGrant, grants_of, rules_of},
    commands::{CommandError, account::named, minute::minute, moment::Moment, open::migrated},
    entity::access_grant::Model,
    model::AccountId,
};

pub use args::{GrantArgs, GrantsArgs, RevokeArgs};

/// Grants a feature.
///
/// # Errors
/// When there is no such account, it has too many grants, the end has passed, or the database does not answer.
pub async fn grant(args: &GrantArgs) -> Result<(), CommandError> {
    let GrantArgs { feature, limit, until, reason, .. } = args;
    if let Some(until) = until.filter(|until| until.time() <= clock::now()) {
        return Err(CommandError::UntilHasPassed(until.to_string()));
    }
    let db = migrated(&args.database.url()?).await?;
    let account = id(&named(&db, &args.account).await?.account)?;
    if !is_known(&db, feature).await? {
        eprintln!("warning: no product and no policy has a feature {feature}: is it what the product asks for?");
    }
    let until = until.map(Moment::time);
    let new = NewGrant { feature: feature.clone(), limit: *limit, until, reason: reason.clone() };
    let grant = account_access::grant(&db, &account, &new).await?;
    println!("{grant}: {account} has {feature} from now on.");
    Ok(())
}

/// Revokes every grant of a feature.
///
/// # Errors
/// When there is no such account or grant, or the database does not answer.
pub async fn revoke(args: &RevokeArgs) -> Result<(), CommandError> {
    let RevokeArgs { feature, reason, .. } = args;
    let db = migrated(&args.database.url()?).await?;
    let account = id(&named(&db, &args.account).await?.account)?;
    match account_access::revoke(&db, &account, feature, reason).await? {
        0 => Err(CommandError::NoGrant { account: account.to_string(), feature: feature.to_string() }),
        1 => {
            println!("{account} has no grant of {feature} any more. What its plans include stays.");
            Ok(())
        }
        several => {
            println!("{several} grants of {feature} are revoked. What the plans of {account} include stays.");
            Ok(())
        }
    }
}

/// Lists grants.
///
/// # Errors
/// When there is no such account, or the database does not answer.
pub async fn grants(args: &GrantsArgs) -> Result<(), CommandError> {
    let db = migrated(&args.database.url()?).await?;
    let account = match &args.account {
        Some(account) => Some(id(&named(&db, account).await?.account)?),
        None => None,
    };
    let now = clock::now_seconds();
    for grant in grants_of(&db, account.as_ref(), args.limit.into()).await? {
        println!("{}", line(&grant, now));
    }
    Ok(())
}

fn id(text: &str) -> Result<AccountId, CommandError> {
    text.parse().map_err(|_| CommandError::NoSuchAccount(text.to_owned()))
}

/// Whether a product or the policy has it.
async fn is_known(db: &Database, feature: &FeatureKey) -> Result<bool, DbErr> {
    let rules = db.snapshot(async |transaction| rules_of(transaction).await).await?;
    let is_sold = rules.catalog.products().any(|(_, product)| product.features.contains(feature));
    Ok(is_sold || rules.policy.free.contains(feature) || rules.policy.features.contains_key(feature))
}

fn line(grant: &Model, now: i64) -> String {
    let limit = grant.feature_limit.map_or_else(|| "no limit".to_owned(), |limit| format!("limit {limit}"));
    let until = grant.until.map_or_else(|| "no end".to_owned(), |at| format!("until {}", minute(at)));
    let state = match (grant.revoked_at, &grant.revoked_reason) {
        (Some(at), Some(why)) => format!("revoked {}: {why}", minute(at)),
        (Some(_), None) => "ended".to_owned(),
        (None, _) if grant.until.is_some_and(|until| until <= now) => "ended".to_owned(),
        (None, _) => "holds".to_owned(),
    };
    let Model { id, account_id, feature, created_at, reason, .. } = grant;
    format!("{id}  {account_id}  {feature}  {limit}  {until}  made {}  {reason}  {state}", minute(*created_at))
}
