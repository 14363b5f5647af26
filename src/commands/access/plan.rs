//! `customer-portal access plan`

use std::process::ExitCode;

use access::Policy;
use database::Database;
use portal_config::FileError;
use sea_orm::DbErr;

use super::{
    args::{PlanArgs, PolicyFileArgs},
    key_changes::{KeyChange, key_changes},
    render,
    survey::{Survey, survey},
};
use crate::{
    account_access::{Rules, policy_version, rules_of},
    commands::{CommandError, PENDING, open::existing},
};

/// What applying the file would do.
pub struct Plan {
    /// The rules that hold.
    rules: Rules,
    /// The version of the policy among them; `None` if none was ever applied.
    pub version: Option<i64>,
    pub wanted: Policy,
}

impl Plan {
    /// Of the file and the database.
    ///
    /// # Errors
    /// When the database does not answer, or its policy is a newer program's.
    pub async fn of(db: &Database, wanted: Policy) -> Result<Self, DbErr> {
        db.snapshot(async |transaction| {
            let version = policy_version(transaction).await?.map(|(version, _)| version);
            Ok(Self { rules: rules_of(transaction).await?, version, wanted })
        })
        .await
    }

    /// Whether the file is the policy that holds.
    pub fn is_in_step(&self) -> bool {
        self.rules.policy == self.wanted
    }

    /// Which keys the file changes.
    pub fn key_changes(&self) -> Vec<KeyChange> {
        key_changes(&self.rules.policy, &self.wanted)
    }

    /// What accounts would gain or lose; the first `most` of them are listed. By the same policy nobody does, and no
    /// account is looked at.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn survey(&self, db: &Database, most: usize) -> Result<Survey, DbErr> {
        if self.is_in_step() { Ok(Survey::default()) } else { survey(db, &self.rules, &self.wanted, most).await }
    }
}

impl PolicyFileArgs {
    /// What the file says.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn policy(&self) -> Result<Policy, FileError> {
        Ok(access::read(&self.path)?.file)
    }
}

/// Shows what applying the file would do.
///
/// # Errors
/// When the file or an account cannot be read, or the database does not answer.
pub async fn plan(args: &PlanArgs) -> Result<ExitCode, CommandError> {
    let wanted = args.file.policy()?;
    let db = existing(&args.database.url()?).await?.ok_or(CommandError::NotMigrated)?;
    let plan = Plan::of(&db, wanted).await?;
    let survey = plan.survey(&db, args.limit).await?;
    if args.json {
        println!("{}", render::json(&survey, plan.is_in_step(), &plan.key_changes()));
    } else if plan.is_in_step() {
        anstream::print!("{}", render::in_step(&args.file.path));
    } else {
        let changed = render::key_changes(&plan.key_changes(), &args.file.path);
        anstream::print!("{changed}{}{}", render::listed(&survey), render::counts(&survey));
    }
    match survey.unread {
        0 if plan.is_in_step() => Ok(ExitCode::SUCCESS),
        0 => Ok(ExitCode::from(PENDING)),
        unread => Err(CommandError::NotAll(unread)),
    }
}
