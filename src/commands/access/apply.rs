//! `customer-portal access apply`

use database::Database;
use sea_orm::DbErr;

use super::{args::ApplyArgs, plan::Plan, render};
use crate::{
    account_access::{Applied, Former, apply_policy},
    commands::{CommandError, confirm::confirm, open::migrated},
};

/// Makes the file hold, after saying how many accounts gain or lose. An account that cannot be read stops nothing: by
/// neither policy it has an answer.
///
/// # Errors
/// When the file cannot be read, the operator says no, another policy was applied meanwhile, or the database does not
/// answer.
pub async fn apply(args: &ApplyArgs) -> Result<(), CommandError> {
    let wanted = args.file.policy()?;
    let db = migrated(&args.database.url()?).await?;
    let former = match Plan::of(&db, wanted.clone()).await {
        Ok(plan) if plan.is_in_step() => {
            anstream::print!("{}", render::in_step(&args.file.path));
            return Ok(());
        }
        Ok(plan) => {
            say(&plan, &db, args).await?;
            Former::Version(plan.version)
        }
        // Until another one holds, nothing is answered.
        Err(DbErr::Json(error)) => {
            println!("{error}: this program cannot read it, so no account is compared.");
            Former::Any
        }
        Err(error) => return Err(error.into()),
    };
    confirm("Make this the policy?", args.yes)?;
    match apply_policy(&db, &wanted, former).await? {
        Applied::Now(version) => anstream::print!("{}", render::applied(version)),
        Applied::Before => anstream::print!("{}", render::in_step(&args.file.path)),
        Applied::AnotherMeanwhile => return Err(CommandError::PolicyMoved),
    }
    Ok(())
}

async fn say(plan: &Plan, db: &Database, args: &ApplyArgs) -> Result<(), DbErr> {
    let survey = plan.survey(db, 0).await?;
    let changed = render::key_changes(&plan.key_changes(), &args.file.path);
    anstream::print!("{changed}{}", render::counts(&survey));
    Ok(())
}
