//! `customer-portal portal plan` and `customer-portal portal apply`

mod args;
mod render;

use std::process::ExitCode;

use portal_config::{Plan, Portal};
use stripe::{Budget, Mode};

use crate::commands::{
    CommandError, PENDING,
    confirm::confirm,
    open::{existing, migrated},
    style::mode_line,
};

pub use args::{PortalArgs, PortalCommand, PortalFileArgs};

/// Runs `plan` or `apply`.
///
/// # Errors
/// When Stripe could not be read or changed.
pub async fn portal(command: PortalCommand) -> Result<ExitCode, CommandError> {
    match command {
        PortalCommand::Plan { portal, json } => plan(&portal, json).await,
        PortalCommand::Apply { portal, yes } => apply(&portal, yes).await,
    }
}

async fn plan(args: &PortalArgs, json: bool) -> Result<ExitCode, CommandError> {
    let db = existing(&args.database.url()?).await?;
    let portal = Portal { db, ..prepare(args)? };
    let plan = portal_config::plan(&portal).await?;
    if json {
        println!("{}", render::json(&plan));
    } else {
        anstream::print!("{}", mode_line(portal.mode));
        anstream::print!("{}", render::plan(&plan));
    }
    Ok(if plan.is_in_step() { ExitCode::SUCCESS } else { ExitCode::from(PENDING) })
}

async fn apply(args: &PortalArgs, yes: bool) -> Result<ExitCode, CommandError> {
    let portal = prepare(args)?;
    let db = migrated(&args.database.url()?).await?;
    let portal = Portal { db: Some(db.clone()), ..portal };
    anstream::print!("{}", mode_line(portal.mode));
    let plan = portal_config::plan(&portal).await?;
    anstream::print!("{}", render::plan(&plan));
    if plan.is_in_step() {
        return Ok(ExitCode::SUCCESS);
    }
    confirm(&format!("Make these changes in {} mode?", plan.mode), yes)?;
    let agreed: Option<&Plan> = if yes { None } else { Some(&plan) };
    let id = portal_config::apply(&portal, &db, agreed).await?;
    anstream::print!("{}", render::applied(&id, args.site.portal_configuration().as_deref()));
    Ok(ExitCode::SUCCESS)
}

/// Reads the file and the key. A live key needs `--live`.
fn prepare(args: &PortalArgs) -> Result<Portal, CommandError> {
    let settings = args.stripe.settings()?;
    let mode = settings.secret_key.mode();
    match (mode, args.live) {
        (Mode::Live, false) => return Err(CommandError::LiveKey),
        (Mode::Test, true) => return Err(CommandError::NotLive),
        (Mode::Live, true) => args.site.app_url.require_encryption()?,
        (Mode::Test, false) => {}
    }
    let checked = portal_config::read(&args.file.path).map_err(portal_config::PortalConfigError::from)?;
    let stripe = settings.client(Budget::default());
    Ok(Portal { stripe, db: None, mode, site: args.site.app_url.url().clone(), checked })
}
