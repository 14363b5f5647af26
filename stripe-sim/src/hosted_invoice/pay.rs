//! Paying an invoice on its page. The card is kept for what the subscription will cost later.

use super::link::{by_link, closed};
use super::page::show;
use crate::billing;
use crate::cards;
use crate::pages::Page;
use crate::pages::card_form::{self, Authentication, CardForm, NOT_AUTHENTICATED};
use crate::state::{Invoice, PaymentMethod, Subscription};
use crate::tx::{Cause, Tx};
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// Does `act` with an invoice that is still to be paid; with any other there is nothing to do but to look at it.
fn enter(world: &World, secret: &str, act: impl FnOnce(&mut Tx<'_>, Invoice) -> Response) -> Response {
    world.transact(Cause::default(), |tx| match by_link(tx.state(), secret) {
        Err(why) => closed(&why),
        Ok(invoice) if invoice.is_owed() => act(tx, invoice),
        Ok(invoice) => back_to(&invoice),
    })
}

fn back_to(invoice: &Invoice) -> Response {
    Redirect::to(&format!("/i/{}", invoice.secret)).into_response()
}

pub(crate) async fn pay(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Form(typed): Form<CardForm>,
) -> Response {
    enter(&world, &secret, |tx, invoice| match typed.read(tx.now()) {
        Err(wrong) => show(tx.state(), &invoice, &typed, Some(wrong)),
        Ok(method) if cards::wants_authentication(&method) => {
            let path = format!("/i/{}/authenticate/{}", invoice.secret, method.id);
            tx.insert_quietly(method);
            Redirect::to(&path).into_response()
        }
        Ok(method) => settle(tx, &invoice, method),
    })
}

/// A card that waits for its owner: a new one, or the customer's.
fn waiting(tx: &Tx<'_>, invoice: &Invoice, id: &str) -> Option<PaymentMethod> {
    let method = tx.get::<PaymentMethod>(id).filter(|method| !method.detached)?;
    let is_own = method.customer.as_ref().is_none_or(|customer| *customer == invoice.customer);
    is_own.then(|| method.clone())
}

pub(crate) async fn authentication(
    State(world): State<Arc<World>>,
    Path((secret, id)): Path<(String, String)>,
) -> Response {
    enter(&world, &secret, |tx, invoice| match waiting(tx, &invoice, &id) {
        Some(method) => card_form::authentication(Page::new("Authenticate your card"), &method),
        None => back_to(&invoice),
    })
}

pub(crate) async fn authenticate(
    State(world): State<Arc<World>>,
    Path((secret, id)): Path<(String, String)>,
    Form(answer): Form<Authentication>,
) -> Response {
    enter(&world, &secret, |tx, invoice| match waiting(tx, &invoice, &id) {
        None => back_to(&invoice),
        Some(_) if !answer.is_given() => show(tx.state(), &invoice, &CardForm::default(), Some(NOT_AUTHENTICATED)),
        Some(method) => settle(tx, &invoice, PaymentMethod { authenticated: true, ..method }),
    })
}

fn settle(tx: &mut Tx<'_>, invoice: &Invoice, method: PaymentMethod) -> Response {
    if method.customer.is_none() {
        tx.insert_quietly(method.clone());
    }
    match billing::collect(tx, &invoice.id, Some(&method), true) {
        Err(decline) => show(tx.state(), invoice, &CardForm::default(), Some(decline.message())),
        Ok(()) => {
            let id = method.id.clone();
            if method.customer.is_none() {
                cards::attach(tx, method, &invoice.customer);
            } else {
                tx.update_quietly::<PaymentMethod>(&id, |method| method.authenticated = true);
            }
            tx.update::<Subscription>(&invoice.subscription, |subscription| {
                subscription.default_payment_method = Some(id);
            });
            back_to(invoice)
        }
    }
}
