//! Canceling, after being asked whether one means it, and taking it back.

use super::home::summary;
use super::visit::enter;
use crate::cancellation;
use crate::lifecycle;
use crate::pages::date;
use crate::state::{CancellationMode, FlowKind, Subscription};
use crate::world::World;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use std::sync::Arc;

pub(crate) async fn page(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let subscription = visit.subscription(tx, &id).filter(|subscription| !subscription.is_scheduled_to_end());
        let (Some(subscription), Some(mode)) = (subscription, visit.configuration.subscription_cancel) else {
            return visit.home("unavailable");
        };
        visit.page("Cancel your plan?").respond(html! {
            section { (summary(tx.state(), &subscription)) }
            p {
                @match mode {
                    CancellationMode::AtPeriodEnd => {
                        "Your plan stays as it is until " (date(subscription.first_period_end()))
                        ", and ends then. Until that day you can change your mind."
                    }
                    CancellationMode::Immediately => "Your plan ends at once. This cannot be taken back.",
                }
            }
            div class="actions" {
                form method="post" {
                    button class="danger" type="submit" { "Cancel plan" }
                }
                @match (visit.session.open_flow(), visit.session.return_url.as_deref()) {
                    // The front page would only lead back here.
                    (Some(_), Some(url)) => a class="button" href=(url) { "Keep plan" },
                    (Some(_), None) => {}
                    (None, _) => a class="button" href=(visit.path("")) { "Keep plan" },
                }
            }
        })
    })
}

pub(crate) async fn act(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let subscription = visit.subscription(tx, &id).filter(|subscription| !subscription.is_scheduled_to_end());
        let (Some(_), Some(mode)) = (subscription, visit.configuration.subscription_cancel) else {
            return visit.home("unavailable");
        };
        let now = tx.now();
        match mode {
            CancellationMode::AtPeriodEnd => {
                tx.update::<Subscription>(&id, |subscription| {
                    cancellation::at_period_end_in_portal(subscription, now);
                });
            }
            CancellationMode::Immediately => {
                tx.update_quietly::<Subscription>(&id, |subscription| cancellation::at_once(subscription, now));
                lifecycle::end(tx, &id, None);
            }
        }
        visit.after(tx, &FlowKind::SubscriptionCancel { subscription: id }, "canceled")
    })
}

pub(crate) async fn take_back(State(world): State<Arc<World>>, Path((secret, id)): Path<(String, String)>) -> Response {
    enter(&world, &secret, |tx, visit| {
        let subscription = visit.subscription(tx, &id).filter(Subscription::is_scheduled_to_end);
        if subscription.is_none() || visit.configuration.subscription_cancel.is_none() {
            return visit.home("unavailable");
        }
        tx.update::<Subscription>(&id, cancellation::take_back);
        visit.home("renewed")
    })
}
