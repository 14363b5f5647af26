//! The worker of the outbox: hands each mail to the mail server, and removes it in one transaction with its job.

use queue::{Job, LeaseLost, RetryOutcome, while_leased};
use sea_orm::{DbErr, EntityTrait};
use smtp::{Letter, SmtpError};
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use super::{
    content::Content,
    delivery::Delivery,
    outbox::{Outbox, mail_of},
    shown::ShownMail,
};
use crate::entity::mail::{Entity, Model};

/// How many mails one process sends at a time.
const AT_ONCE: usize = 4;

/// Sends mails until told to stop; those that are being sent are finished.
pub async fn run(outbox: Outbox, stop: CancellationToken) {
    queue::run(&outbox.queue, AT_ONCE, &stop, |job| work(outbox.clone(), job)).await;
}

/// Sends all that are due, and returns how many were tried.
///
/// # Errors
/// When the queue cannot be read. What becomes of a mail is stored in its job.
pub async fn run_due(outbox: &Outbox, stop: &CancellationToken) -> Result<usize, DbErr> {
    queue::run_due(&outbox.queue, AT_ONCE, stop, |job| work(outbox.clone(), job)).await
}

/// What became of a mail.
#[derive(Clone, Copy, Debug)]
enum Done {
    Sent,
    /// It was sent or removed before.
    Gone,
    /// Nobody needs it any more.
    TooLate,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Smtp(#[from] SmtpError),
    #[error("it was encrypted under an APP_SECRET that is not set any more")]
    Sealed,
    #[error("its recipient is no address")]
    Recipient,
    #[error("mail is switched off: set SMTP_URL")]
    Off,
    #[error("started too often without a result; it may have crashed the process")]
    WornOut,
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Lease(#[from] LeaseLost),
}

async fn work(outbox: Outbox, job: Job) {
    let outcome = while_leased(&outbox.queue, &job, attempt(&outbox, &job)).await;
    let error = match outcome {
        Ok(done) => {
            metrics::counter!("mails_total", "outcome" => "done").increment(1);
            tracing::info!(mail.id = mail_of(&job.key), mail.outcome = ?done, "mail done");
            return;
        }
        Err(error) => error,
    };
    // It may name the recipient, whom the mail's row names anyway; the log does not.
    let reason = match &error {
        Failure::Smtp(error) => error.in_full(),
        error => error.to_string(),
    };
    let retried = match &error {
        Failure::Lease(LeaseLost::Lost) => Ok(RetryOutcome::LeaseLost),
        // No mail gets through: it is not this one's fault.
        Failure::Smtp(SmtpError::Server(_))
        | Failure::Lease(LeaseLost::Database(_))
        | Failure::Database(_)
        | Failure::Off => outbox.queue.retry_later_uncounted(&job, &reason, None).await,
        Failure::Smtp(SmtpError::Refused(_) | SmtpError::Letter(_)) | Failure::Sealed | Failure::Recipient => {
            outbox.queue.give_up(&job, &reason, async |_| Ok(())).await
        }
        Failure::Smtp(SmtpError::PutOff(_)) | Failure::WornOut => {
            outbox.queue.retry_later(&job, &reason, None, async |_| Ok(())).await
        }
    };
    match retried {
        Ok(RetryOutcome::Later(pause)) => {
            metrics::counter!("mails_total", "outcome" => "retried").increment(1);
            let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(mail.id = mail_of(&job.key), pause_ms, error = %error, "a mail was not sent; it will be retried");
        }
        Ok(RetryOutcome::GivenUp) => {
            metrics::counter!("mails_total", "outcome" => "dead").increment(1);
            tracing::error!(mail.id = mail_of(&job.key), error = %error, "a mail was given up; `customer-portal mail list` shows it");
        }
        Ok(RetryOutcome::LeaseLost) => tracing::info!(mail.id = mail_of(&job.key), "another worker has the mail"),
        // The lease expires, and another worker takes the mail.
        Err(lost) => {
            tracing::error!(mail.id = mail_of(&job.key), error = %lost, "what became of a mail could not be stored");
        }
    }
}

async fn attempt(outbox: &Outbox, job: &Job) -> Result<Done, Failure> {
    if outbox.queue.is_worn_out(job) {
        return Err(Failure::WornOut);
    }
    let done = match Entity::find_by_id(mail_of(&job.key)).one(&outbox.db).await? {
        None => Done::Gone,
        Some(mail) if mail.expires_at <= clock::now_seconds() => Done::TooLate,
        Some(mail) => {
            let content = outbox.open(&mail).ok_or(Failure::Sealed)?;
            deliver(&outbox.delivery, mail, content).await?;
            Done::Sent
        }
    };
    let removed = outbox.db.try_write_tx(async |transaction| {
        Entity::delete_by_id(mail_of(&job.key)).exec(transaction).await?;
        outbox.queue.finish(transaction, job).await
    });
    removed.await?;
    Ok(done)
}

async fn deliver(delivery: &Delivery, mail: Model, content: Content) -> Result<(), Failure> {
    let written_at = OffsetDateTime::from_unix_timestamp(mail.created_at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    match delivery {
        Delivery::Off => return Err(Failure::Off),
        Delivery::Shown(shown) => shown.add(ShownMail { id: mail.id, to: mail.recipient, written_at, content }),
        Delivery::Smtp(server) => {
            let to = mail.recipient.parse().map_err(|_| Failure::Recipient)?;
            let (text, html) = (content.text(), content.html());
            let Content { site: from_name, subject, .. } = content;
            server.send(Letter { id: mail.id, written_at, to, from_name, subject, text, html }).await?;
        }
    }
    Ok(())
}
