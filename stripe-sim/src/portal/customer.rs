//! The customer's own details, as far as the configuration lets them be changed.

use super::visit::{Visit, enter};
use crate::state::{Customer, CustomerField, FlowKind};
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub(crate) struct Details {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

pub(crate) async fn page(State(world): State<Arc<World>>, Path(secret): Path<String>) -> Response {
    enter(&world, &secret, |_, visit| {
        if visit.configuration.customer_update.is_empty() {
            return visit.home("unavailable");
        }
        let Customer { name, email, phone, .. } = visit.customer.clone();
        show(&visit, &Details { name, email, phone }, None)
    })
}

fn show(visit: &Visit, typed: &Details, wrong: Option<&str>) -> Response {
    let allowed = &visit.configuration.customer_update;
    let mut response = visit.page("Update your information").respond(html! {
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        form method="post" {
            @if allowed.contains(&CustomerField::Name) { (field("name", "Name", "text", "name", &typed.name)) }
            @if allowed.contains(&CustomerField::Email) { (field("email", "E-mail", "email", "email", &typed.email)) }
            @if allowed.contains(&CustomerField::Phone) { (field("phone", "Phone", "tel", "tel", &typed.phone)) }
            div class="actions" {
                button class="primary" type="submit" { "Save" }
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

fn field(name: &str, label: &str, kind: &str, autocomplete: &str, value: &Option<String>) -> Markup {
    html! {
        label for=(name) { (label) }
        input id=(name) name=(name) type=(kind) autocomplete=(autocomplete) value=(value.as_deref().unwrap_or_default());
    }
}

pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Form(typed): Form<Details>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        let allowed = visit.configuration.customer_update.clone();
        if allowed.is_empty() {
            return visit.home("unavailable");
        }
        if typed.email.as_ref().is_some_and(|email| !email.trim().is_empty() && !email.contains('@')) {
            return show(&visit, &typed, Some("That is not an e-mail address."));
        }
        // A field that is off is not accepted either, whoever sends it.
        let sent = |field: CustomerField, value: Option<String>| value.filter(|_| allowed.contains(&field));
        let name = sent(CustomerField::Name, typed.name);
        let email = sent(CustomerField::Email, typed.email);
        let phone = sent(CustomerField::Phone, typed.phone);
        tx.update::<Customer>(&visit.customer.id, |customer| {
            write(&mut customer.name, name);
            write(&mut customer.email, email);
            write(&mut customer.phone, phone);
        });
        visit.after(tx, &FlowKind::CustomerUpdate, "customer")
    })
}

fn write(field: &mut Option<String>, sent: Option<String>) {
    if let Some(text) = sent {
        let text = text.trim();
        *field = (!text.is_empty()).then(|| text.to_owned());
    }
}
