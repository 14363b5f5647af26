//! A plan as the pages of the portal show it: names, prices, state and the next date.

use crate::money;
use crate::pages::date;
use crate::schedules;
use crate::state::{PauseReason, Price, Product, State, Status, Subscription};
use maud::{Markup, html};

/// Names, prices, state and the next date of a subscription.
pub(super) fn summary(state: &State, subscription: &Subscription) -> Markup {
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

pub(super) fn product_name<'a>(state: &'a State, price: &'a str) -> &'a str {
    let product = state.get::<Price>(price).and_then(|price| state.get::<Product>(&price.product));
    product.map_or(price, |product| product.name.as_str())
}

fn status(subscription: &Subscription) -> Markup {
    if let Some(at) = subscription.ends_at().filter(|_| subscription.is_scheduled_to_end()) {
        return html! { "Cancels " (date(at)) };
    }
    let word = match subscription.status {
        Status::Trialing => "Trial",
        Status::Active => "Active",
        Status::Incomplete => "Payment incomplete",
        Status::PastDue => "Past due",
        Status::Unpaid => "Unpaid",
        Status::Paused => "Paused",
        Status::Canceled | Status::IncompleteExpired => "Canceled",
    };
    html! { (word) }
}

fn next_date(state: &State, subscription: &Subscription) -> Markup {
    let end = subscription.first_period_end();
    html! {
        @if let Some(phase) = schedules::waiting(state, subscription) {
            "Your plan changes on " (date(phase.start))
            @if let Some(item) = phase.items.first() { " to " (product_name(state, &item.price)) }
            "."
        }
        @else if let Some(at) = subscription.ends_at() { "Your plan ends on " (date(at)) "." }
        @else if subscription.status == Status::Trialing { "Your free trial ends on " (date(end)) "." }
        @else {
            @match subscription.status {
                Status::Incomplete => "Complete your payment to start your plan.",
                Status::Paused => (why_paused(subscription)),
                Status::PastDue | Status::Unpaid => "Your payment failed. We’ll charge the payment method you add.",
                _ => { "Your plan renews on " (date(end)) "." }
            }
        }
    }
}

fn why_paused(subscription: &Subscription) -> &'static str {
    match subscription.paused.as_ref().map(|paused| paused.reason) {
        Some(PauseReason::TrialEnd) => "Your free trial has ended. Your plan is paused.",
        Some(PauseReason::FirstPaymentFailure | PauseReason::FinalPaymentFailure) => {
            "A payment failed. Your plan is paused until you pay."
        }
        Some(PauseReason::PauseRequested | PauseReason::System) | None => "Your plan is paused.",
    }
}
