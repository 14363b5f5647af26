//! Checks the mail server, and the mails that it did not take.

use database::Database;
use queue::{Queue, job};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};

use crate::{
    doctor::{
        finding::Finding,
        installation::{Installation, Mailing},
    },
    mail::QUEUE,
};

const CHECK: &str = "mail";

pub(super) async fn check(installation: &Installation, db: Option<&Database>, findings: &mut Vec<Finding>) {
    findings.push(match &installation.mailing {
        Mailing::Server { url, client } => match client.check().await {
            Ok(()) => Finding::green(CHECK, format!("{url} lets the site in")),
            Err(error) => {
                let remedy = "check SMTP_URL, and whether this machine may reach that server; mails wait until then";
                Finding::red(CHECK, format!("{url}: {}", error.in_full()), remedy)
            }
        },
        Mailing::Shown => {
            Finding::green(CHECK, "there is no mail server; in development mails are shown at /_demo/mail")
        }
        Mailing::Off => {
            let what = "there is no mail server: nobody can get back in after forgetting a password, or be invited";
            Finding::yellow(CHECK, what, "set SMTP_URL and MAIL_FROM")
        }
        // Why is among the settings with which the server does not start.
        Mailing::Unusable => return,
    });
    let Some(db) = db else { return };
    let dead = Queue::new(db.clone(), QUEUE).failing().filter(job::Column::GivenUp.eq(true));
    match dead.count(db).await {
        Ok(0) => {}
        Ok(dead) => {
            let remedy =
                "see why with `customer-portal mail list`; `customer-portal mail replay --failed` sends them again";
            findings.push(Finding::yellow(CHECK, format!("{dead} mails were given up"), remedy));
        }
        Err(error) => {
            findings.push(Finding::yellow(CHECK, format!("mails could not be counted: {error}"), "run this again"));
        }
    }
}
