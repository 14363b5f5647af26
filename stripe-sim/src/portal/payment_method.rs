//! A new card, which becomes the customer's default and pays what is open.

use super::visit::{Visit, enter};
use crate::billing;
use crate::cards;
use crate::pages::card_form::{self, Authentication, CardForm, NOT_AUTHENTICATED};
use crate::state::{Customer, FlowKind, PaymentMethod};
use crate::tx::Tx;
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use std::sync::Arc;

pub(crate) async fn page(State(world): State<Arc<World>>, Path(secret): Path<String>) -> Response {
    enter(&world, &secret, |_, visit| {
        if visit.configuration.features.payment_method_update {
            show(&visit, &CardForm::default(), None)
        } else {
            visit.home("unavailable")
        }
    })
}

/// The form, with what was typed and what is wrong with it.
fn show(visit: &Visit, typed: &CardForm, wrong: Option<&str>) -> Response {
    let heading = match visit.customer.default_payment_method {
        Some(_) => "Update your payment method",
        None => "Add a payment method",
    };
    let mut response = visit.page(heading).respond(html! {
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        form method="post" action=(visit.path("/payment-method")) {
            (typed.fields())
            div class="actions" {
                button class="primary" type="submit" { "Save card" }
                @if visit.session.open_flow().is_none() {
                    a class="button" href=(visit.path("")) { "Go back" }
                }
            }
        }
    });
    if wrong.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Form(typed): Form<CardForm>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        if !visit.configuration.features.payment_method_update {
            return visit.home("unavailable");
        }
        match typed.read(tx.now()) {
            Err(wrong) => show(&visit, &typed, Some(wrong)),
            Ok(method) if cards::wants_authentication(&method) => {
                let path = visit.path(&format!("/payment-method/{}", method.id));
                tx.insert_quietly(method);
                Redirect::to(&path).into_response()
            }
            Ok(method) => save(tx, &visit, method),
        }
    })
}

/// A card that waits for its owner to authenticate.
fn waiting(tx: &Tx<'_>, visit: &Visit, id: &str) -> Option<PaymentMethod> {
    let method = tx.get::<PaymentMethod>(id).filter(|method| method.customer.is_none() && !method.detached)?;
    visit.configuration.features.payment_method_update.then(|| method.clone())
}

pub(crate) async fn authentication(
    State(world): State<Arc<World>>,
    Path((secret, id)): Path<(String, String)>,
) -> Response {
    enter(&world, &secret, |tx, visit| match waiting(tx, &visit, &id) {
        Some(method) => card_form::authentication(visit.page("Authenticate your card"), &method),
        None => visit.home("unavailable"),
    })
}

pub(crate) async fn authenticate(
    State(world): State<Arc<World>>,
    Path((secret, id)): Path<(String, String)>,
    Form(answer): Form<Authentication>,
) -> Response {
    enter(&world, &secret, |tx, visit| match waiting(tx, &visit, &id) {
        None => visit.home("unavailable"),
        Some(_) if !answer.is_given() => show(&visit, &CardForm::default(), Some(NOT_AUTHENTICATED)),
        Some(method) => save(tx, &visit, PaymentMethod { authenticated: true, ..method }),
    })
}

fn save(tx: &mut Tx<'_>, visit: &Visit, method: PaymentMethod) -> Response {
    let (id, customer) = (method.id.clone(), &visit.customer.id);
    cards::attach(tx, method, customer);
    tx.update::<Customer>(customer, |customer| customer.default_payment_method = Some(id));
    billing::settle_all(tx, customer);
    visit.after(tx, &FlowKind::PaymentMethodUpdate, "card")
}
