//! When a user has proved another address, the Stripe customers of the accounts that they own follow, where Stripe has
//! the address before. A job does it, since Stripe may be away.

use billing::Billing;
use database::Database;
use queue::{Job, LeaseLost, Queue, RetryOutcome, while_leased};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use stripe::StripeError;
use tokio_util::sync::CancellationToken;

use crate::{
    auth::UserId,
    entity::{customer_owner, email_token, member, user},
    model::{Role, TokenPurpose},
};

/// The name of the queue.
const QUEUE: &str = "stripe_email";

/// How many one process does at a time.
const AT_ONCE: usize = 1;

/// Asks for it in the transaction that gives the user another address.
///
/// # Errors
/// When the database does not answer.
pub async fn request(db: &Database, transaction: &DatabaseTransaction, user: UserId) -> Result<(), DbErr> {
    Queue::new(db.clone(), QUEUE).request(transaction, [format!("{QUEUE}:{}", user.0)].into()).await
}

/// Works until told to stop.
pub async fn run(db: Database, billing: Billing, stop: CancellationToken) {
    let queue = Queue::new(db, QUEUE);
    queue::run(&queue, AT_ONCE, &stop, |job| work(queue.clone(), billing.clone(), job)).await;
}

/// Does all that is due, and returns how many were tried.
///
/// # Errors
/// When the queue cannot be read.
pub async fn run_due(db: Database, billing: Billing, stop: &CancellationToken) -> Result<usize, DbErr> {
    let queue = Queue::new(db, QUEUE);
    queue::run_due(&queue, AT_ONCE, stop, |job| work(queue.clone(), billing.clone(), job)).await
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Lease(#[from] LeaseLost),
}

async fn work(queue: Queue, billing: Billing, job: Job) {
    let outcome = while_leased(&queue, &job, attempt(&queue, &billing, &job)).await;
    let Err(error) = outcome else { return };
    let reason = error.to_string();
    let retried = match &error {
        Failure::Lease(LeaseLost::Lost) => Ok(RetryOutcome::LeaseLost),
        Failure::Stripe(error) => queue.retry_later(&job, &reason, error.retry_after, async |_| Ok(())).await,
        Failure::Lease(LeaseLost::Database(_)) | Failure::Database(_) => {
            queue.retry_later_uncounted(&job, &reason, None).await
        }
    };
    match retried {
        Ok(outcome) => {
            tracing::warn!(job.outcome = ?outcome, error = %error, "a customer's address at Stripe could not follow");
        }
        // The lease expires, and another worker takes the job.
        Err(lost) => tracing::error!(error = %lost, "the result of a job could not be stored"),
    }
}

async fn attempt(queue: &Queue, billing: &Billing, job: &Job) -> Result<(), Failure> {
    let db = &billing.mirror.db;
    let user: i64 = job.key.split_once(':').and_then(|(_, user)| user.parse().ok()).unwrap_or_default();
    if let Some(user) = user::Entity::find_by_id(user).one(db).await? {
        let former = former_addresses(db, &user).await?;
        for customer in owned_by(db, user.id).await? {
            billing.move_email(&customer, &former, &user.email).await?;
        }
    }
    db.try_write_tx(async |transaction| queue.finish(transaction, job).await).await?;
    Ok(())
}

/// The addresses that the user had lately.
async fn former_addresses(db: &Database, user: &user::Model) -> Result<Vec<String>, DbErr> {
    let changes = email_token::Entity::find()
        .filter(email_token::Column::UserId.eq(user.id))
        .filter(email_token::Column::Purpose.eq(TokenPurpose::Address))
        .filter(email_token::Column::UsedAt.is_not_null());
    let former = changes.all(db).await?.into_iter().filter_map(|change| change.former_email);
    Ok(former.filter(|former| *former != user.email).collect())
}

/// The customers of the accounts that this user owns.
async fn owned_by(db: &Database, user: i64) -> Result<Vec<String>, DbErr> {
    let owned = member::Entity::find()
        .filter(member::Column::UserId.eq(user))
        .filter(member::Column::Role.eq(Role::Owner))
        .all(db)
        .await?;
    let accounts: Vec<_> = owned.into_iter().map(|member| member.account_id).collect();
    let customers = customer_owner::Entity::find().filter(customer_owner::Column::AccountId.is_in(accounts));
    Ok(customers.all(db).await?.into_iter().map(|owner| owner.stripe_customer_id).collect())
}
