//! Another plan or quantity: chosen from what the configuration offers, then confirmed with the amounts in view.

use super::blocked::update_blocked;
use super::change::{Plan, apply, is_scheduled, planned};
use super::summary::{product_name, summary};
use super::visit::{Visit, enter};
use crate::api::invoices::preview;
use crate::money;
use crate::pages::date;
use crate::state::{AllowedUpdate, FlowKind, Item, Price, State as Objects, Subscription};
use crate::tx::Tx;
use crate::world::World;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// What was chosen; what is missing stays as it is.
#[derive(Deserialize)]
pub(crate) struct Choice {
    price: Option<String>,
    quantity: Option<String>,
}

/// The visitor's subscription and its one item, if it may be changed.
pub(super) fn changeable(tx: &Tx<'_>, visit: &Visit, id: &str) -> Option<(Subscription, Item)> {
    let subscription = visit.subscription(tx, id)?;
    let is_open = visit.configuration.features.subscription_update.enabled
        && update_blocked(tx.state(), &subscription).is_none()
        && !subscription.is_scheduled_to_end();
    let item = subscription.items.first().cloned()?;
    is_open.then_some((subscription, item))
}

pub(crate) async fn page(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let Some((subscription, item)) = changeable(tx, &visit, &id) else {
            return visit.home("unavailable");
        };
        let update = &visit.configuration.features.subscription_update;
        let to = visit.path(&format!("/subscriptions/{id}/confirm"));
        visit.page("Change your plan").respond(html! {
            section { (summary(tx.state(), &subscription)) }
            form method="get" action=(to) {
                @if update.allows(AllowedUpdate::Price) { (offers(tx.state(), &visit, &item)) }
                @if update.allows(AllowedUpdate::Quantity) {
                    label for="quantity" { "Quantity" }
                    input id="quantity" name="quantity" type="number" min="1" max="999999" value=(item.quantity);
                }
                div class="actions" {
                    button class="primary" type="submit" { "Continue" }
                    @if visit.session.open_flow().is_none() { a class="button" href=(visit.path("")) { "Go back" } }
                }
            }
        })
    })
}

fn offers(state: &Objects, visit: &Visit, item: &Item) -> Markup {
    let products = visit.configuration.features.subscription_update.products.iter();
    let currency = state.get::<Price>(&item.price).map(|price| price.currency.clone());
    let prices = products.flat_map(|product| &product.prices).filter_map(|id| state.get::<Price>(id));
    html! {
        fieldset {
            legend { "Plan" }
            @for price in prices.filter(|price| price.active && Some(&price.currency) == currency.as_ref()) {
                label class="choice" {
                    input type="radio" name="price" value=(price.id) checked[price.id == item.price];
                    " " (product_name(state, &price.id)) " · " (money::price(price, 1, &price.currency))
                    @if price.id == item.price { " (current)" }
                }
            }
        }
    }
}

pub(crate) async fn confirm(
    State(world): State<Arc<World>>,
    Path((secret, id)): Path<(String, String)>,
    Query(choice): Query<Choice>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        let Some((subscription, item)) = changeable(tx, &visit, &id) else {
            return visit.home("unavailable");
        };
        match plan(&visit, &item, &choice) {
            Some(plan) => show(tx, &visit, &subscription, &item, &plan, None),
            None => visit.home("unchanged"),
        }
    })
}

/// What is chosen, if it is allowed and anything else than what there is. In a flow to confirm it is not the
/// customer's choice.
fn plan(visit: &Visit, item: &Item, choice: &Choice) -> Option<Plan> {
    if let Some(FlowKind::SubscriptionUpdateConfirm { price, quantity, .. }) =
        visit.session.open_flow().map(|flow| &flow.kind)
    {
        return Some(Plan { price: price.clone(), quantity: *quantity });
    }
    let update = &visit.configuration.features.subscription_update;
    let price = choice.price.clone().filter(|price| update.allows(AllowedUpdate::Price) && update.offers(price));
    let quantity = choice.quantity.as_ref().and_then(|quantity| quantity.trim().parse().ok());
    let quantity =
        quantity.filter(|quantity| update.allows(AllowedUpdate::Quantity) && (1..1_000_000).contains(quantity));
    let plan = Plan { price: price.unwrap_or_else(|| item.price.clone()), quantity: quantity.unwrap_or(item.quantity) };
    (plan.price != item.price || plan.quantity != item.quantity).then_some(plan)
}

fn show(
    tx: &Tx<'_>,
    visit: &Visit,
    subscription: &Subscription,
    item: &Item,
    plan: &Plan,
    wrong: Option<&str>,
) -> Response {
    let Some(after) = planned(tx, visit, subscription, item, plan) else {
        return visit.home("unavailable");
    };
    let (state, update) = (tx.state(), &visit.configuration.features.subscription_update);
    let invoice = preview(tx, subscription, &after, update.proration_behavior);
    let is_due_now = invoice.created <= tx.now();
    let to = visit.path(&format!("/subscriptions/{}/confirm", subscription.id));
    let mut response = visit.page("Confirm your change").respond(html! {
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        section {
            p { strong { (product_name(state, &plan.price)) } @if plan.quantity != 1 { " × " (plan.quantity) } }
            @if let Some(price) = state.get::<Price>(&plan.price) {
                p class="price" { (money::price(price, plan.quantity, &subscription.currency)) }
            }
            @if is_scheduled(state, visit, item, plan) {
                p { "Your plan changes on " (date(item.current_period_end)) "." }
            } @else {
                @for line in &invoice.lines {
                    p { (line.description) ": " (money::amount(line.amount, &invoice.currency)) }
                }
                p {
                    strong {
                        @if is_due_now { "Amount due today: " } @else { "Next payment on " (date(invoice.created)) ": " }
                        (money::amount(invoice.amount_due(), &invoice.currency))
                    }
                }
            }
        }
        div class="actions" {
            form method="post" action=(to) {
                input type="hidden" name="price" value=(plan.price);
                input type="hidden" name="quantity" value=(plan.quantity);
                button class="primary" type="submit" { "Confirm" }
            }
            @match (visit.session.open_flow(), visit.session.return_url.as_deref()) {
                (Some(_), Some(url)) => a class="button" href=(url) { "Go back" },
                (Some(_), None) => {}
                (None, _) => a class="button" href=(visit.path("")) { "Go back" },
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
    Path((secret, id)): Path<(String, String)>,
    Form(choice): Form<Choice>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        let Some((subscription, item)) = changeable(tx, &visit, &id) else {
            return visit.home("unavailable");
        };
        let Some(plan) = plan(&visit, &item, &choice) else {
            return visit.home("unchanged");
        };
        match apply(tx, &visit, &subscription, &item, &plan) {
            Ok(()) => {
                let done = visit.session.open_flow().map(|flow| flow.kind.clone());
                let done = done.unwrap_or(FlowKind::SubscriptionUpdate { subscription: id });
                visit.after(tx, &done, "updated")
            }
            Err(wrong) => show(tx, &visit, &subscription, &item, &plan, Some(wrong)),
        }
    })
}
