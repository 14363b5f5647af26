//! The part of the application that knows users.

use database::Database;

use super::{
    password::{Hashing, Passwords},
    throttle::Throttle,
};
use crate::{config::AppUrl, keys::AppKeys};

/// What signing in, up and out and changing a password need. Clones share everything.
#[derive(Clone, Debug)]
pub struct SignIns {
    pub db: Database,
    pub passwords: Passwords,
    pub throttle: Throttle,
    /// For what the site itself signs.
    pub keys: AppKeys,
    pub app_url: AppUrl,
}

impl SignIns {
    /// Nobody has tried to sign in yet.
    pub fn new(db: Database, hashing: Hashing, keys: AppKeys, app_url: AppUrl) -> Self {
        Self { db, passwords: Passwords::new(hashing), throttle: Throttle::default(), keys, app_url }
    }
}
