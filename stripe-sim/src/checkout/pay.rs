//! The form sent: a card that pays, one whose owner is asked first, or what is wrong with it.

use super::complete::{Done, complete};
use super::details;
use super::page::{framed, open, show};
use super::typed::Typed;
use crate::cards;
use crate::pages::card_form::{self, Authentication, NOT_AUTHENTICATED};
use crate::state::{CheckoutSession, Customer, PaymentMethod};
use crate::tx::{Cause, Tx};
use crate::webhooks;
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// Something to answer at once, or a purchase that its seller is to hear of first.
enum Outcome {
    Answer(Box<Response>),
    Done(Done),
}

async fn enter(world: &World, secret: &str, act: impl FnOnce(&mut Tx<'_>, CheckoutSession) -> Outcome) -> Response {
    let outcome = world.transact(Cause::default(), |tx| match open(tx.state(), secret) {
        Ok(session) => act(tx, session),
        Err(closed) => Outcome::Answer(closed),
    });
    match outcome {
        Outcome::Answer(response) => *response,
        Outcome::Done(done) => {
            webhooks::heard(world, &done.event).await;
            Redirect::to(&done.success_url).into_response()
        }
    }
}

fn answer(response: Response) -> Outcome {
    Outcome::Answer(Box::new(response))
}

pub(crate) async fn pay(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Form(typed): Form<Typed>,
) -> Response {
    enter(&world, &secret, |tx, session| {
        let email = Some(typed.email.trim().to_owned()).filter(|email| !email.is_empty());
        let name = Some(typed.name.trim().to_owned()).filter(|name| !name.is_empty());
        let mut buying = CheckoutSession { email, name, ..session.clone() };
        let read = details::read(tx, &mut buying, &typed);
        if typed.is_update() {
            return answer(show(tx.state(), &buying, &typed, read.err()));
        }
        let agreed = read.and_then(|()| details::agree(&mut buying, &typed));
        let refuse = |tx: &Tx<'_>, wrong| answer(show(tx.state(), &buying, &typed, Some(wrong)));
        if is_email_missing(tx, &session, &typed) {
            return refuse(tx, "Enter your email address.");
        }
        if let Err(wrong) = agreed {
            return refuse(tx, wrong);
        }
        if !buying.wants_card() {
            return Outcome::Done(complete(tx, &buying, None));
        }
        let method = match typed.card.read(tx.now()) {
            Ok(method) => method,
            Err(wrong) => return refuse(tx, wrong),
        };
        if cards::wants_authentication(&method) {
            let path = format!("/c/pay/{}/authenticate/{}", session.secret, method.id);
            tx.insert_quietly(method);
            tx.update_quietly::<CheckoutSession>(&session.id, |session| *session = buying);
            return answer(Redirect::to(&path).into_response());
        }
        Outcome::Done(complete(tx, &buying, Some(method)))
    })
    .await
}

fn is_email_missing(tx: &Tx<'_>, session: &CheckoutSession, typed: &Typed) -> bool {
    let customer = session.customer.as_ref().and_then(|id| tx.get::<Customer>(id));
    let is_known = session.customer_email.is_some() || customer.is_some_and(|customer| customer.email.is_some());
    !is_known && !typed.email.contains('@')
}

/// A card that waits for its owner to authenticate.
fn waiting(tx: &Tx<'_>, id: &str) -> Option<PaymentMethod> {
    tx.get::<PaymentMethod>(id).filter(|method| method.customer.is_none() && !method.detached).cloned()
}

pub(crate) async fn authentication(
    State(world): State<Arc<World>>,
    Path((secret, method)): Path<(String, String)>,
) -> Response {
    enter(&world, &secret, |tx, session| match waiting(tx, &method) {
        Some(method) => answer(card_form::authentication(framed(&session, "Authenticate your card"), &method)),
        None => answer(show(tx.state(), &session, &Typed::default(), None)),
    })
    .await
}

pub(crate) async fn authenticate(
    State(world): State<Arc<World>>,
    Path((secret, method)): Path<(String, String)>,
    Form(given): Form<Authentication>,
) -> Response {
    enter(&world, &secret, |tx, session| match waiting(tx, &method) {
        Some(method) if given.is_given() => {
            Outcome::Done(complete(tx, &session, Some(PaymentMethod { authenticated: true, ..method })))
        }
        _ => answer(show(tx.state(), &session, &Typed::default(), Some(NOT_AUTHENTICATED))),
    })
    .await
}
