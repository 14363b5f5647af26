//! The portal's front page: what the customer has, and what may be done about it.

use super::pause::{is_paused_by_request, pause_blocked};
use super::update::update_blocked;
use super::visit::{Visit, enter, notice};
use crate::cards;
use crate::hosted_invoice;
use crate::money;
use crate::pages::date;
use crate::schedules;
use crate::state::{
    Customer, FlowKind, PauseReason, PaymentMethod, Price, Product, State as Objects, Status, Subscription,
};
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
                p { "You have no plan at the moment." }
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

/// Names, prices, state and the next date of a subscription.
pub(crate) fn summary(state: &Objects, subscription: &Subscription) -> Markup {
    html! {
        @for item in &subscription.items {
            p { strong { (product_name(state, &item.price)) } @if item.quantity != 1 { " × " (item.quantity) } }
            @if let Some(price) = state.get::<Price>(&item.price) {
                p class="price" { (money::price(price, item.quantity, &subscription.currency)) }
            }
        }
        p { span class="badge" { (status(subscription)) } }
        p class="soft" { (next_date(state, subscription)) }
    }
}

pub(super) fn product_name<'a>(state: &'a Objects, price: &'a str) -> &'a str {
    let product = state.get::<Price>(price).and_then(|price| state.get::<Product>(&price.product));
    product.map_or(price, |product| product.name.as_str())
}

fn status(subscription: &Subscription) -> &'static str {
    match subscription.status {
        _ if subscription.is_scheduled_to_end() => "Canceled, still running",
        Status::Trialing => "Trial",
        Status::Active if subscription.pause_collection.is_some() => "Active, payments paused",
        Status::Active => "Active",
        Status::Incomplete => "Waiting for the first payment",
        Status::PastDue => "Payment overdue",
        Status::Unpaid => "Unpaid",
        Status::Paused => "Paused",
        Status::Canceled | Status::IncompleteExpired => "Ended",
    }
}

fn next_date(state: &Objects, subscription: &Subscription) -> Markup {
    let end = subscription.first_period_end();
    html! {
        @if let Some(phase) = schedules::waiting(state, subscription) {
            "Your plan changes on " (date(phase.start))
            @if let Some(item) = phase.items.first() { " to " (product_name(state, &item.price)) }
            "."
        }
        @else if let Some(at) = subscription.ends_at() { "Your plan ends on " (date(at)) "." }
        @else if subscription.status == Status::Trialing { "Your trial ends on " (date(end)) "." }
        @else {
            @match subscription.status {
                Status::Incomplete => "Your plan begins when its first invoice is paid.",
                Status::Paused => (why_paused(subscription)),
                Status::PastDue | Status::Unpaid => "A payment is overdue. A new payment method will be charged for it.",
                _ => { "Your plan renews on " (date(end)) "." }
            }
        }
    }
}

fn why_paused(subscription: &Subscription) -> &'static str {
    match subscription.paused.as_ref().map(|paused| paused.reason) {
        Some(PauseReason::TrialEnd) => "Your trial is over. Your plan is paused.",
        Some(PauseReason::FirstPaymentFailure | PauseReason::FinalPaymentFailure) => {
            "A payment has failed. Your plan is paused until it is made."
        }
        Some(PauseReason::PauseRequested | PauseReason::System) | None => "Your plan is paused.",
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
            @if may_update { a class="button" href=(path("update")) { "Update plan" } }
            @if features.subscription_cancel.enabled && is_ending && subscription.schedule.is_none() {
                form method="post" action=(path("renew")) {
                    button class="primary" type="submit" { "Renew plan" }
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
                None => p { "None yet." },
            }
            @if visit.configuration.features.payment_method_update {
                div class="actions" {
                    a class="button" href=(visit.path("/payment-method")) { "Update payment method" }
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
