//! Checks the keys that sign access tokens: `APP_SECRET` opens them.

use database::Database;

use crate::{
    access_token::{KeyState, Listed, list, opens},
    doctor::{finding::Finding, installation::Installation},
};

const CHECK: &str = "tokens";

/// Nothing is found where no token was ever signed.
pub(super) async fn check(installation: &Installation, db: &Database, findings: &mut Vec<Finding>) {
    // What is wrong with APP_SECRET is among the settings with which the server does not start.
    let Some(keys) = &installation.keys else { return };
    let keys_found = match list(db).await {
        Ok(found) => found,
        Err(error) => {
            let what = format!("the keys that sign access tokens could not be read: {error}");
            findings.push(Finding::yellow(CHECK, what, "run this again"));
            return;
        }
    };
    // A retired key only verifies, by its public half.
    let needed = keys_found.iter().filter(|Listed { state, .. }| !matches!(state, KeyState::Retired { .. }));
    for Listed { key, state } in needed {
        let kid = &key.kid;
        findings.push(match state {
            _ if !opens(key, keys) => {
                let what = format!("access tokens cannot be signed: APP_SECRET does not open the key {kid}");
                let remedy = "put the old secret behind the new one, after a comma; or run `customer-portal access \
                              keys rotate --now`, which voids all tokens";
                Finding::red(CHECK, what, remedy)
            }
            KeyState::Signs => Finding::green(CHECK, format!("access tokens are signed with the key {kid}")),
            _ => continue,
        });
    }
}
