//! Canceling, after being asked whether one means it, and taking it back.

use super::summary::summary;
use super::visit::{Visit, enter};
use crate::cancellation;
use crate::lifecycle;
use crate::pages::date;
use crate::params::choose;
use crate::schedules;
use crate::state::{CancelFeedback, CancellationMode, FlowKind, ProrationBehavior, Subscription};
use crate::subscribing;
use crate::tx::Tx;
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// The visitor's subscription, if it may be canceled. A change that is scheduled has to be out of the way first.
fn cancelable(tx: &Tx<'_>, visit: &Visit, id: &str) -> Option<Subscription> {
    let subscription = visit.subscription(tx, id)?;
    let is_open = visit.configuration.features.subscription_cancel.enabled
        && !subscription.is_scheduled_to_end()
        && schedules::waiting(tx.state(), &subscription).is_none();
    is_open.then_some(subscription)
}

pub(crate) async fn page(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let Some(subscription) = cancelable(tx, &visit, &id) else {
            return visit.home("unavailable");
        };
        visit.page("Cancel your plan?").respond(html! {
            section { (summary(tx.state(), &subscription)) }
            p {
                @match visit.configuration.features.subscription_cancel.mode {
                    CancellationMode::AtPeriodEnd => {
                        "Your plan ends on " (date(subscription.first_period_end().max(tx.now())))
                        ". You keep it until then and won’t be charged again."
                    }
                    CancellationMode::Immediately => "Your plan ends right away. You can’t undo this.",
                }
            }
            form method="post" {
                (reasons(&visit))
                div class="actions" {
                    button class="danger" type="submit" { "Cancel plan" }
                    @match (visit.session.open_flow(), visit.session.return_url.as_deref()) {
                        // The front page would only lead back here.
                        (Some(_), Some(url)) => a class="button" href=(url) { "Keep plan" },
                        (Some(_), None) => {}
                        (None, _) => a class="button" href=(visit.path("")) { "Keep plan" },
                    }
                }
            }
        })
    })
}

fn reasons(visit: &Visit) -> Markup {
    let asked = &visit.configuration.features.subscription_cancel.cancellation_reason;
    html! {
        @if asked.enabled {
            fieldset {
                legend { "Why are you canceling? (optional)" }
                @for reason in &asked.options {
                    label class="choice" {
                        input type="radio" name="feedback" value=(crate::params::Choice::word(*reason));
                        " " (said(*reason))
                    }
                }
            }
            label for="comment" { "Anything else?" }
            input id="comment" name="comment" maxlength="500" autocomplete="off";
        }
    }
}

fn said(reason: CancelFeedback) -> &'static str {
    match reason {
        CancelFeedback::CustomerService => "Customer service was less than expected",
        CancelFeedback::LowQuality => "Quality was less than expected",
        CancelFeedback::MissingFeatures => "I need more features",
        CancelFeedback::Other => "Other reason",
        CancelFeedback::SwitchedService => "I found an alternative",
        CancelFeedback::TooComplex => "Ease of use was less than expected",
        CancelFeedback::TooExpensive => "It's too expensive",
        CancelFeedback::Unused => "I no longer need it",
    }
}

#[derive(Deserialize)]
pub(crate) struct Reason {
    feedback: Option<String>,
    comment: Option<String>,
}

impl Reason {
    /// As far as it was asked for.
    fn write(self, visit: &Visit, subscription: &mut Subscription) {
        let asked = &visit.configuration.features.subscription_cancel.cancellation_reason;
        if !asked.enabled {
            return;
        }
        let feedback = self.feedback.and_then(|word| choose::<CancelFeedback>("feedback", &word).ok());
        subscription.cancel_feedback = feedback.filter(|feedback| asked.options.contains(feedback));
        subscription.cancel_comment = self.comment.filter(|comment| !comment.trim().is_empty());
    }
}

pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path((secret, id)): Path<(String, String)>,
    Form(reason): Form<Reason>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        let Some(subscription) = cancelable(tx, &visit, &id) else {
            return visit.home("unavailable");
        };
        let now = tx.now();
        let cancel = &visit.configuration.features.subscription_cancel;
        match cancel.mode {
            CancellationMode::AtPeriodEnd => {
                // One that has nothing more to change would only stand in the way.
                if let Some(schedule) = &subscription.schedule {
                    schedules::release(tx, schedule, false);
                }
                tx.update::<Subscription>(&id, |subscription| {
                    cancellation::at_period_end_in_portal(subscription, now);
                    reason.write(&visit, subscription);
                });
                // Of a paused one the period can be over.
                lifecycle::advance_customer(tx, &subscription.customer, now);
            }
            CancellationMode::Immediately => {
                let prorate = cancel.proration_behavior != ProrationBehavior::None;
                let invoice_now = cancel.proration_behavior == ProrationBehavior::AlwaysInvoice;
                subscribing::cancel_at_once(tx, &subscription, prorate, invoice_now, |subscription| {
                    reason.write(&visit, subscription);
                });
            }
        }
        visit.after(tx, &FlowKind::SubscriptionCancel { subscription: id }, "canceled")
    })
}

pub(crate) async fn take_back(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let subscription = visit
            .subscription(tx, &id)
            .filter(|subscription| subscription.is_scheduled_to_end() && subscription.schedule.is_none());
        if subscription.is_none() || !visit.configuration.features.subscription_cancel.enabled {
            return visit.home("unavailable");
        }
        tx.update::<Subscription>(&id, cancellation::take_back);
        visit.home("renewed")
    })
}
