//! What signing in, signing up, signing out and changing a password need.

use database::Database;

use super::{
    password::{Hashing, Passwords},
    throttle::Throttle,
};
use crate::{
    config::AppUrl,
    keys::AppKeys,
    mail::{Delivery, Outbox},
};

/// The shared parts of signing in. Clones share everything.
#[derive(Clone, Debug)]
pub struct SignIns {
    pub db: Database,
    pub passwords: Passwords,
    pub throttle: Throttle,
    /// The keys with which the site signs its cookies.
    pub keys: AppKeys,
    pub app_url: AppUrl,
    /// Where mails are posted.
    pub outbox: Outbox,
}

impl SignIns {
    /// Starts with no counted attempts.
    pub fn new(db: Database, hashing: Hashing, keys: AppKeys, app_url: AppUrl, delivery: Delivery) -> Self {
        let outbox = Outbox::new(db.clone(), keys.clone(), delivery);
        Self { db, passwords: Passwords::new(hashing), throttle: Throttle::default(), keys, app_url, outbox }
    }
}
