//! Scenes: a customer in a named state of a subscription's life, because they have lived it.
//!
//! A scene is a script of API calls at times that are past, with everything between them that time brings: renewals,
//! failed payments, trials' ends. The clock stays where it is, so that an application on the real one agrees with
//! what it reads. `cast` checks who and what it is about, `clear` makes room, `life` keeps the times, `scripts` is what
//! happens, and `steps` is what happens in many of them.

mod cast;
mod clear;
mod life;
mod methods;
mod money;
mod pauses;
mod plans;
mod scene;
mod scripts;
mod steps;
mod terms;
mod usage;

pub(crate) use cast::Cast;
pub(crate) use scene::Scene;

use crate::error::Error;
use crate::render::Render;
use crate::state::{AfterFirstFailure, AfterRetries, Subscription};
use crate::tx::Tx;
use serde_json::Value;

/// Answers with the customer's subscriptions, newest first. Refuses before anything is changed.
pub(crate) fn play(tx: &mut Tx<'_>, scene: Scene, cast: &Cast) -> Result<Vec<Value>, Error> {
    let roles = cast.check(tx, scene)?;
    clear::clear(tx, &cast.customer)?;
    let retries = match scene {
        Scene::Unpaid => AfterRetries::MarkUnpaid,
        Scene::PausedAfterRetries => AfterRetries::Pause,
        _ => tx.state().after_retries,
    };
    let first = match scene {
        Scene::PausedAtFirstPayment => AfterFirstFailure::Pause,
        _ => AfterFirstFailure::LeavePastDue,
    };
    let dunning = (retries, first);
    tx.with_dunning(dunning, |tx| scripts::play(tx, scene, &cast.customer, &roles))?;
    let own = tx.state().subscriptions.with("customer", &cast.customer).rev();
    Ok(own.map(|subscription: &Subscription| subscription.render(tx.state())).collect())
}
