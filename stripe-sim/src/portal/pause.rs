//! Pausing a plan, for as long as the configuration lets one choose, and going on with it.

use super::blocked::{is_paused_by_request, pause_blocked};
use super::summary::summary;
use super::visit::{Visit, enter};
use crate::pausing::{self, Invoicing, ResumeOn, UnusedFrom};
use crate::period;
use crate::state::{FlowKind, Interval, ProrationBehavior, Subscription};
use crate::tx::Tx;
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

fn pausable(tx: &Tx<'_>, visit: &Visit, id: &str) -> Option<Subscription> {
    let subscription = visit.subscription(tx, id)?;
    let is_open = visit.configuration.features.subscription_pause.enabled && pause_blocked(&subscription).is_none();
    is_open.then_some(subscription)
}

pub(crate) async fn page(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let Some(subscription) = pausable(tx, &visit, &id) else {
            return visit.home("unavailable");
        };
        visit.page("Pause your plan?").respond(html! {
            section { (summary(tx.state(), &subscription)) }
            p { "Your plan is paused right away. You get a credit for the time you’ve paid for and don’t use." }
            form method="post" {
                (durations(&visit))
                div class="actions" {
                    button class="primary" type="submit" { "Pause plan" }
                    @match (visit.session.open_flow(), visit.session.return_url.as_deref()) {
                        (Some(_), Some(url)) => a class="button" href=(url) { "Go back" },
                        (Some(_), None) => {}
                        (None, _) => a class="button" href=(visit.path("")) { "Go back" },
                    }
                }
            }
        })
    })
}

fn durations(visit: &Visit) -> Markup {
    let options = visit.configuration.features.subscription_pause.options.iter().flatten();
    html! {
        @if visit.configuration.features.subscription_pause.options.is_some() {
            fieldset {
                legend { "For how long?" }
                @for (place, (interval, count)) in options.enumerate() {
                    label class="choice" {
                        input type="radio" name="duration" value=(place) checked[place == 0];
                        " " (said(*interval, *count))
                    }
                }
            }
        }
    }
}

fn said(interval: Interval, count: i64) -> String {
    let unit = match interval {
        Interval::Day => "day",
        Interval::Week => "week",
        Interval::Month => "month",
        Interval::Year => "year",
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// The place of what was chosen.
#[derive(Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    duration: usize,
}

pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path((secret, id)): Path<(String, String)>,
    Form(choice): Form<Choice>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        let Some(subscription) = pausable(tx, &visit, &id) else {
            return visit.home("unavailable");
        };
        let resumes_at = match &visit.configuration.features.subscription_pause.options {
            None => None,
            Some(options) => match options.get(choice.duration) {
                Some((interval, count)) => Some(period::after(tx.now(), *interval, *count)),
                None => return visit.home("unavailable"),
            },
        };
        pausing::pause(tx, &subscription, UnusedFrom::Now, Invoicing::Pending, resumes_at);
        visit.after(tx, &FlowKind::SubscriptionPause { subscription: id }, "paused")
    })
}

pub(crate) async fn resume(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let subscription = visit.subscription(tx, &id).filter(is_paused_by_request);
        let Some(subscription) = subscription.filter(|_| visit.configuration.features.subscription_pause.enabled)
        else {
            return visit.home("unavailable");
        };
        pausing::resume(tx, &subscription, false, ProrationBehavior::CreateProrations, ResumeOn::Success);
        visit.home("resumed")
    })
}
