//! Disputes: answered with evidence, or given up.

use crate::error::Error;
use crate::list::Page;
use crate::params::Params;
use crate::render::Render;
use crate::state::{Dispute, DisputeStatus};
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Dispute>(id, "dispute")?.render(tx.state()))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let charge = params.text("charge")?;
    let intent = params.text("payment_intent")?;
    params.done()?;
    let of_charge = charge.as_deref().map(|charge| ("charge", charge));
    let of_intent = intent.as_deref().map(|intent| ("intent", intent));
    page.within::<Dispute>(tx.state(), "/v1/disputes", of_charge.or(of_intent), |_| true)
}

/// Evidence decides at once, by the words that test mode has for it.
pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let evidence = params.hash("evidence", |hash| hash.text("uncategorized_text"))?.flatten();
    let submit = params.boolean("submit")?.unwrap_or(true);
    let metadata = params.metadata()?;
    params.done()?;
    let dispute = tx.addressed::<Dispute>(id, "dispute")?.clone();
    if evidence.is_some() && !dispute.is_open() {
        return Err(Error::refused("This dispute is already closed"));
    }
    let decided = match evidence.as_deref().filter(|_| submit) {
        Some("winning_evidence") => Some(won(&dispute)),
        Some("losing_evidence") => Some(DisputeStatus::Lost),
        _ => None,
    };
    let submitted = evidence.is_some() && submit;
    tx.update::<Dispute>(id, |dispute| {
        if evidence.is_some() {
            dispute.evidence = evidence;
        }
        if submitted {
            dispute.submissions += 1;
            dispute.status =
                if dispute.is_inquiry() { DisputeStatus::WarningUnderReview } else { DisputeStatus::UnderReview };
        }
        if let Some(change) = metadata {
            change.apply(&mut dispute.metadata);
        }
    });
    if let Some(status) = decided {
        decide(tx, id, status);
    }
    Ok(tx.render::<Dispute>(id))
}

/// Of an inquiry that is answered nothing comes.
fn won(dispute: &Dispute) -> DisputeStatus {
    if dispute.is_inquiry() { DisputeStatus::WarningClosed } else { DisputeStatus::Won }
}

/// Giving up.
pub(crate) fn close(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let dispute = tx.addressed::<Dispute>(id, "dispute")?.clone();
    if !dispute.is_open() {
        return Err(Error::refused("This dispute is already closed"));
    }
    decide(tx, id, if dispute.is_inquiry() { DisputeStatus::WarningClosed } else { DisputeStatus::Lost });
    Ok(tx.render::<Dispute>(id))
}

fn decide(tx: &mut Tx<'_>, id: &str, status: DisputeStatus) {
    let object = tx.update_as::<Dispute>("closed", id, |dispute| dispute.status = status);
    if status == DisputeStatus::Won {
        tx.emit("charge.dispute.funds_reinstated".to_owned(), &object, None);
    }
}
