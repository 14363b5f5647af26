//! Checks the database: it exists, only its owner can read it, it is up to date, and its mode is
//! the key's.

use database::{Database, private_files};
use migration::Migrator;
use mirror::installation;

use crate::doctor::{finding::Finding, installation::Installation};

const CHECK: &str = "database";
const MIGRATE: &str = "run `customer-portal migrate`";

/// Returns the database if the other checks can use it.
pub(super) async fn check(installation: &Installation, findings: &mut Vec<Finding>) -> Option<Database> {
    let url = match &installation.database {
        Ok(url) => url,
        Err(error) => {
            findings.push(Finding::red(CHECK, error.to_string(), "set DATABASE_URL"));
            return None;
        }
    };
    if let Some(path) = url.sqlite_path().filter(|path| !path.exists()) {
        findings.push(Finding::red(CHECK, format!("there is no {}", path.display()), MIGRATE));
        return None;
    }
    if let Some(path) = url.sqlite_path().filter(|path| private_files::is_readable_by_others(path)) {
        let path = path.display();
        let what = format!("other users of this machine can read {path}, which holds customers' data");
        findings.push(Finding::yellow(CHECK, what, format!("run `chmod 600 {path}*`")));
    }
    if url.may_be_unencrypted() {
        let what = "PostgreSQL is on another machine, and TLS is not enforced: its password and all data may be \
                    readable on the network";
        let remedy = "add ?sslmode=verify-full to DATABASE_URL, and &sslrootcert=FILE if you use your own CA";
        findings.push(Finding::yellow(CHECK, what, remedy));
    }
    let db = match Database::connect(url).await {
        Ok(db) => db,
        Err(error) => {
            findings.push(Finding::red(CHECK, format!("it cannot be reached: {error}"), "check DATABASE_URL"));
            return None;
        }
    };
    match db.is_migrated::<Migrator>().await {
        Ok(true) => {
            findings.push(Finding::green(CHECK, "it is reachable and up to date"));
            check_mode(installation, &db, findings).await;
            Some(db)
        }
        Ok(false) => {
            findings.push(Finding::red(CHECK, "it is not up to date", MIGRATE));
            None
        }
        Err(error) => {
            findings.push(Finding::red(CHECK, format!("it does not answer: {error}"), "check DATABASE_URL"));
            None
        }
    }
}

async fn check_mode(installation: &Installation, db: &Database, findings: &mut Vec<Finding>) {
    let (Ok(Some(row)), Ok(settings)) = (installation::load(db).await, &installation.stripe) else { return };
    let (data, key) = (row.mode(), settings.secret_key.mode());
    findings.push(if data == key {
        Finding::green(CHECK, format!("it contains {data} mode data, which matches the key"))
    } else {
        let what = format!("it contains {data} mode data, but the key is a {key} mode key: the server does not start");
        Finding::red(CHECK, what, format!("use another database, or a {data} mode key"))
    });
}
