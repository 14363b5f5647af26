//! What would help, as the product shows it: a label, a page of this site, and where a hand-over leads.

use billing::NextAction;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    config::AppUrl,
    handover::{Destination, Place},
    text::{Reader, step as label},
};

/// What would help.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessStep)]
pub struct Step {
    /// For people, in the language asked for.
    #[schema(example = "Update payment method")]
    label: String,
    /// A page of this site, where people sign in.
    #[schema(example = "https://billing.example.com/account")]
    url: String,
    /// The `to` of `POST /api/v1/handovers`, whose link leads there without signing in.
    to: Destination,
}

impl Step {
    /// The step of an action.
    pub fn new(action: &NextAction, app_url: &AppUrl, reader: &Reader) -> Self {
        let (page, to) = match action {
            NextAction::ViewPlans | NextAction::SubscribeAgain | NextAction::ChangePlan => {
                ("/pricing", Destination::Place(Place::Pricing))
            }
            NextAction::UpdatePaymentMethod | NextAction::AddPaymentMethod => {
                ("/account", Destination::payment_method_update())
            }
            NextAction::ReviewChange | NextAction::OpenPortal | NextAction::CancelPlan | NextAction::PausePlan => {
                ("/account", Destination::Place(Place::Portal))
            }
            NextAction::PayInvoice(_) | NextAction::KeepPlan | NextAction::ResumePlan => {
                ("/account", Destination::Place(Place::Account))
            }
        };
        Self { label: label(action, reader), url: app_url.join(page), to }
    }
}
