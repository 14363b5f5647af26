//! The outbox: mails that are to be sent, encrypted, each with a job of the same name.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use database::{Database, delete_in_steps};
use queue::Queue;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};
use uuid::Uuid;

use super::{
    content::{Content, Mail},
    delivery::Delivery,
};
use crate::{
    entity::mail::{ActiveModel, Column, Entity, Model},
    keys::{AppKeys, Purpose},
};

/// The name of the queue.
pub const QUEUE: &str = "mail";

/// Where mails are posted. Clones share it.
#[derive(Clone, Debug)]
pub struct Outbox {
    pub(super) db: Database,
    pub(super) queue: Queue,
    keys: AppKeys,
    pub delivery: Delivery,
}

impl Outbox {
    pub fn new(db: Database, keys: AppKeys, delivery: Delivery) -> Self {
        Self { queue: Queue::new(db.clone(), QUEUE), db, keys, delivery }
    }

    /// Posts the mail in the caller's transaction; call [`Outbox::notify`] after the commit. After `useful_for` it is
    /// not sent any more. Where mail is off nothing is posted.
    ///
    /// # Errors
    /// When the database does not answer, or there are no random bytes.
    pub async fn post(
        &self,
        transaction: &DatabaseTransaction,
        to: &str,
        mail: &Mail,
        useful_for: Duration,
    ) -> Result<(), DbErr> {
        if !self.delivery.is_on() {
            return Ok(());
        }
        let id = Uuid::new_v4().to_string();
        let plain = serde_json::to_vec(&mail.content).map_err(|error| DbErr::Json(error.to_string()))?;
        let sealed = self.keys.seal(Purpose::Mail, context(&id).as_bytes(), &plain);
        let sealed = sealed.map_err(|error| DbErr::Custom(error.to_string()))?;
        let now = clock::now_seconds();
        let row = ActiveModel {
            id: Set(id.clone()),
            kind: Set(mail.kind),
            recipient: Set(to.to_owned()),
            sealed: Set(STANDARD.encode(sealed)),
            created_at: Set(now),
            expires_at: Set(now.saturating_add_unsigned(useful_for.as_secs())),
        };
        Entity::insert(row).exec_without_returning(transaction).await?;
        self.queue.request(transaction, [job_of(&id)].into()).await
    }

    /// Wakes this process's worker.
    pub fn notify(&self) {
        self.queue.notify();
    }

    /// What the mail says; `None` if it was sealed under another `APP_SECRET`.
    pub(super) fn open(&self, mail: &Model) -> Option<Content> {
        let sealed = STANDARD.decode(&mail.sealed).ok()?;
        let plain = self.keys.open(Purpose::Mail, context(&mail.id).as_bytes(), &sealed)?;
        serde_json::from_slice(&plain).ok()
    }
}

/// The job of this mail.
pub fn job_of(id: &str) -> String {
    format!("{QUEUE}:{id}")
}

/// The mail of this job.
pub(super) fn mail_of(job: &str) -> &str {
    job.split_once(':').map_or(job, |(_, id)| id)
}

fn context(id: &str) -> String {
    format!("mails {id}")
}

/// Sends mails again at once, whatever became of them; returns how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn replay(db: &Database, ids: &[String]) -> Result<usize, DbErr> {
    let jobs: Vec<_> = ids.iter().map(|id| job_of(id)).collect();
    let queue = Queue::new(db.clone(), QUEUE);
    db.write_tx(async |transaction| {
        queue.request(transaction, jobs.iter().cloned().collect()).await?;
        queue.retry_now(transaction, &jobs).await
    })
    .await?;
    Ok(jobs.len())
}

/// Mails that nobody needs any more are kept for a day, so that an operator sees them.
const REMEMBERED: i64 = 24 * 60 * 60;

/// Removes mails that nobody needed any more a day ago. Their jobs end by themselves.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &impl ConnectionTrait, now: i64) -> Result<u64, DbErr> {
    delete_in_steps::<Entity>(db, Column::Id, Column::ExpiresAt.lt(now - REMEMBERED)).await
}
