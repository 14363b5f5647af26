//! `customer-portal access apply`

use super::{args::ApplyArgs, plan::Plan, render};
use crate::{
    account_access::{Applied, apply_policy},
    commands::{CommandError, confirm::confirm, open::migrated},
};

/// Makes the file hold, after saying how many accounts gain or lose. An account that cannot be read stops nothing: by
/// neither policy it has an answer.
///
/// # Errors
/// When the file cannot be read, the operator says no, or the database does not answer.
pub async fn apply(args: &ApplyArgs) -> Result<(), CommandError> {
    let wanted = args.file.policy()?;
    let db = migrated(&args.database.url()?).await?;
    let plan = Plan::of(&db, wanted).await?;
    if plan.is_in_step() {
        anstream::print!("{}", render::in_step(&args.file.path));
        return Ok(());
    }
    let survey = plan.survey(&db, 0).await?;
    anstream::print!("{}", render::counts(&survey, &args.file.path));
    confirm("Make this the policy?", args.yes)?;
    match apply_policy(&db, &plan.wanted).await? {
        Applied::Now(version) => anstream::print!("{}", render::applied(version)),
        Applied::Before => anstream::print!("{}", render::in_step(&args.file.path)),
    }
    Ok(())
}
