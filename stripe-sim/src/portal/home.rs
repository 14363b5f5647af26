//! The portal's front page: what the customer has, and what may be done about it.

use super::blocked::{is_paused_by_request, pause_blocked, update_blocked};
use super::summary::summary;
use super::visit::{Visit, enter, notice};
use crate::cards;
use crate::hosted_invoice;
use crate::money;
use crate::pages::date;
use crate::schedules;
use crate::state::{Customer, FlowKind, PaymentMethod, State as Objects, Subscription};
use crate::world::World;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// Older ones are to be had over the API.
const SHOWN_INVOICES: usize = 24;

#[derive(Deserialize)]
pub(crate) struct Arrival {
    #[serde(default)]
    notice: String,
}

pub(crate) async fn page(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Query(arrival): Query<Arrival>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        if let Some(flow) = visit.session.open_flow() {
            return Redirect::to(&visit.path(&page_of(&flow.kind))).into_response();
        }
        let title = visit.configuration.business_profile.headline.as_deref().unwrap_or("Your billing");
        let page = visit.page(title).notice(notice(&arrival.notice));
        page.respond(html! {
            (subscriptions(tx.state(), &visit))
            (payment_method(tx.state(), &visit))
            (details(&visit))
            (invoices(tx.state(), &visit))
        })
    })
}

fn page_of(flow: &FlowKind) -> String {
    match flow {
        FlowKind::PaymentMethodUpdate => "/payment-method".to_owned(),
        FlowKind::CustomerUpdate => "/customer".to_owned(),
        FlowKind::SubscriptionCancel { subscription } => {
            format!("/subscriptions/{subscription}/cancel")
        }
        FlowKind::SubscriptionPause { subscription } => format!("/subscriptions/{subscription}/pause"),
        FlowKind::SubscriptionUpdate { subscription } => format!("/subscriptions/{subscription}/update"),
        FlowKind::SubscriptionUpdateConfirm { subscription, .. } => format!("/subscriptions/{subscription}/confirm"),
    }
}

fn subscriptions(state: &Objects, visit: &Visit) -> Markup {
    let running: Vec<_> = state
        .subscriptions
        .with("customer", &visit.customer.id)
        .rev()
        .filter(|subscription| !subscription.has_ended())
        .collect();
    html! {
        @if running.is_empty() {
            section {
                h2 { "Current plan" }
                p { "You don’t have a plan." }
            }
        }
        @for subscription in running {
            section {
                h2 { "Current plan" }
                (summary(state, subscription))
                (actions(state, visit, subscription))
            }
        }
    }
}

fn actions(state: &Objects, visit: &Visit, subscription: &Subscription) -> Markup {
    let path = |what: &str| visit.path(&format!("/subscriptions/{}/{what}", subscription.id));
    let features = &visit.configuration.features;
    let is_ending = subscription.is_scheduled_to_end();
    let is_waiting = schedules::waiting(state, subscription).is_some();
    let may_update =
        features.subscription_update.enabled && update_blocked(state, subscription).is_none() && !is_ending;
    html! {
        div class="actions" {
            @if features.subscription_pause.enabled {
                @if pause_blocked(subscription).is_none() {
                    a class="button" href=(path("pause")) { "Pause plan" }
                } @else if is_paused_by_request(subscription) {
                    form method="post" action=(path("resume")) {
                        button class="primary" type="submit" { "Resume plan" }
                    }
                }
            }
            @if may_update { a class="button" href=(path("update")) { "Change plan" } }
            @if features.subscription_cancel.enabled && is_ending && subscription.schedule.is_none() {
                form method="post" action=(path("renew")) {
                    button class="primary" type="submit" { "Keep plan" }
                }
            } @else if features.subscription_cancel.enabled && !is_waiting && !is_ending {
                a class="button" href=(path("cancel")) { "Cancel plan" }
            }
        }
    }
}

fn invoices(state: &Objects, visit: &Visit) -> Markup {
    let own = state.invoices.with("customer", &visit.customer.id).rev().filter(|invoice| invoice.is_final());
    html! {
        @if visit.configuration.features.invoice_history {
            section {
                h2 { "Invoices" }
                ul {
                    @for invoice in own.take(SHOWN_INVOICES) {
                        li {
                            a href=(invoice.hosted_url(state)) { (date(invoice.created)) }
                            " " (money::amount(invoice.amount_due(), &invoice.currency))
                            " " (hosted_invoice::status(invoice.status))
                        }
                    }
                }
            }
        }
    }
}

fn payment_method(state: &Objects, visit: &Visit) -> Markup {
    let id = visit.customer.default_payment_method.as_deref();
    let method = id.and_then(|id| state.get::<PaymentMethod>(id));
    html! {
        section {
            h2 { "Payment method" }
            @match method {
                Some(method) => p { (cards::described(method)) },
                None => p { "None" },
            }
            @if visit.configuration.features.payment_method_update {
                div class="actions" {
                    a class="button" href=(visit.path("/payment-method")) {
                        @if method.is_some() { "Update payment method" } @else { "Add payment method" }
                    }
                }
            }
        }
    }
}

fn details(visit: &Visit) -> Markup {
    let Customer { name, email, phone, .. } = &visit.customer;
    html! {
        section {
            h2 { "Billing information" }
            @for value in [name, email, phone].into_iter().flatten() {
                p { (value) }
            }
            @if !visit.configuration.customer_fields().is_empty() {
                div class="actions" {
                    a class="button" href=(visit.path("/customer")) { "Update information" }
                }
            }
        }
    }
}
