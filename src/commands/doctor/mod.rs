//! `customer-portal doctor`

mod args;
mod render;

use std::process::ExitCode;

use stripe::Mode;

use crate::{
    commands::{CommandError, confirm::confirm, style::mode_line},
    doctor::{self, Installation, Level},
};

pub use args::DoctorArgs;

/// Examines the installation. With `--fix`, first repairs the webhook endpoint.
///
/// # Errors
/// When the repair fails. Problems of the installation are findings, not errors.
pub async fn doctor(args: &DoctorArgs) -> Result<ExitCode, CommandError> {
    let installation = Installation {
        app_url: args.site.app_url.clone(),
        database: args.database.url(),
        file: args.file.path.clone(),
        access_file: args.access_file.clone(),
        portal_configuration: args.site.portal_configuration(),
        stripe: args.stripe.settings(),
        webhook_secrets: args.site.webhook_secrets(),
        keys: args.keys(),
        oidc: args.oidc().ok().flatten(),
        refusals: args.refusals(),
        has_support: args.has_support(),
        mailing: args.mailing(),
    };
    if args.fix {
        fix(&installation, args.yes).await?;
    }
    let report = doctor::examine(&installation).await;
    if args.json {
        println!("{}", render::json(&report));
    } else {
        anstream::print!("{}", render::report(&report));
    }
    Ok(if report.verdict() == Level::Red { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn fix(installation: &Installation, yes: bool) -> Result<(), CommandError> {
    let Some(fix) = doctor::needed(installation).await? else {
        println!("There is nothing to fix at Stripe.\n");
        return Ok(());
    };
    let mode = installation.stripe.as_ref().map_or(Mode::Test, |settings| settings.secret_key.mode());
    anstream::print!("{}", mode_line(mode));
    println!("{fix}.");
    confirm(&format!("Do this in {mode} mode?"), yes)?;
    match doctor::carry_out(installation, &fix).await? {
        // Printed only here: Stripe shows this secret once.
        Some(secret) => {
            println!("Done. Start the site with its signing secret:\n\nSTRIPE_WEBHOOK_SECRET={}\n", secret.expose());
        }
        None => println!("Done.\n"),
    }
    Ok(())
}
