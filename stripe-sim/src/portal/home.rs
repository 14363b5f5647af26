//! The portal's front page: what the customer has, and what may be done about it.

use super::visit::{Visit, enter, notice};
use crate::cards;
use crate::money;
use crate::pages::date;
use crate::state::{Customer, FlowKind, Item, PaymentMethod, Price, Product, State as Objects, Status, Subscription};
use crate::world::World;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

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
        let title = visit.configuration.headline.as_deref().unwrap_or("Your billing");
        let page = visit.page(title).notice(notice(&arrival.notice));
        page.respond(html! {
            (subscriptions(tx.state(), &visit))
            (payment_method(tx.state(), &visit))
            (details(&visit))
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
    }
}

fn subscriptions(state: &Objects, visit: &Visit) -> Markup {
    let running: Vec<_> = state
        .subscriptions
        .newest_first()
        .filter(|subscription| subscription.customer == visit.customer.id && !subscription.has_ended())
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
                (actions(visit, subscription))
            }
        }
    }
}

/// Names, prices, state and the next date of a subscription.
pub(crate) fn summary(state: &Objects, subscription: &Subscription) -> Markup {
    html! {
        @for item in &subscription.items {
            p { strong { (product_name(state, item)) } @if item.quantity != 1 { " × " (item.quantity) } }
            @if let Some(price) = state.get::<Price>(&item.price) {
                p class="price" { (money::price(price, item.quantity)) }
            }
        }
        p { span class="badge" { (status(subscription)) } }
        p class="soft" { (next_date(subscription)) }
    }
}

fn product_name<'a>(state: &'a Objects, item: &'a Item) -> &'a str {
    let product = state.get::<Price>(&item.price).and_then(|price| state.get::<Product>(&price.product));
    product.map_or(item.price.as_str(), |product| product.name.as_str())
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

fn next_date(subscription: &Subscription) -> Markup {
    let end = subscription.first_period_end();
    html! {
        @if let Some(at) = subscription.ends_at() { "Your plan ends on " (date(at)) "." }
        @else if subscription.status == Status::Trialing { "Your trial ends on " (date(end)) "." }
        @else { "Your plan renews on " (date(end)) "." }
    }
}

fn actions(visit: &Visit, subscription: &Subscription) -> Markup {
    let path = |what: &str| visit.path(&format!("/subscriptions/{}/{what}", subscription.id));
    html! {
        @if visit.configuration.subscription_cancel.is_some() {
            div class="actions" {
                @if subscription.is_scheduled_to_end() {
                    form method="post" action=(path("renew")) {
                        button class="primary" type="submit" { "Renew plan" }
                    }
                } @else {
                    a class="button" href=(path("cancel")) { "Cancel plan" }
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
                Some(method) => p { (cards::described(&method.card)) },
                None => p { "None yet." },
            }
            @if visit.configuration.payment_method_update {
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
            @if !visit.configuration.customer_update.is_empty() {
                div class="actions" {
                    a class="button" href=(visit.path("/customer")) { "Update information" }
                }
            }
        }
    }
}
