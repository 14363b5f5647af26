//! Coming in again after a session has expired: by the customer's e-mail address, where the session allows it.
//!
//! Stripe sends a code to that address. The simulator has no mail, and takes the address for the proof.

use super::closed::ask;
use super::visit::by_secret;
use crate::ids;
use crate::state::{Customer, PortalSession};
use crate::tx::Cause;
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    email: String,
}

/// A new session like the old one, for anyone who has the customer's address.
pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    world.transact(Cause::default(), |tx| {
        let old = by_secret(tx.state(), &secret).filter(|session| session.allows_login(tx.now()));
        let Some(old) = old else { return StatusCode::NOT_FOUND.into_response() };
        let customer = tx.get::<Customer>(&old.customer).filter(|customer| !customer.deleted);
        let known = customer.and_then(|customer| customer.email.clone());
        if known.is_none_or(|known| !known.eq_ignore_ascii_case(typed.email.trim())) {
            return *ask(&old, Some("That isn’t the email address of this account."));
        }
        let secret = ids::secret();
        let url = format!("{}p/session/{secret}", tx.base_url());
        let path = format!("/p/session/{secret}");
        tx.create(PortalSession { id: ids::long("bps"), created: tx.now(), url, secret, last_used: None, ..old });
        Redirect::to(&path).into_response()
    })
}
