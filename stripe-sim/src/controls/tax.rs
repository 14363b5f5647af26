//! Whether the account has told Stripe where it is, without which no tax is calculated.

use super::json::{Body, Shared};
use crate::state::TaxSettings;
use crate::tx::Cause;
use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    head_office: bool,
}

pub(super) async fn choose(State(world): Shared, Body(wanted): Body<Wanted>) -> Json<Value> {
    Json(world.transact(Cause::default(), |tx| {
        let head_office = TaxSettings::default().head_office.filter(|_| wanted.head_office);
        tx.change_tax_settings(TaxSettings { head_office, ..tx.state().tax_settings.clone() })
    }))
}
