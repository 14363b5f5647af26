//! The actions for a plan. Each is a plain form or link that works without JavaScript.

use billing::{InvoiceDocument, NextAction, Plan};
use leptos::prelude::*;

use crate::{
    actions::{ContinuePlan, CreatePortalSession},
    model::document_path,
    request, text,
};

/// The server functions that these actions call.
#[derive(Clone, Copy)]
pub struct AccountActions {
    pub portal: ServerAction<CreatePortalSession>,
    pub continue_plan: ServerAction<ContinuePlan>,
}

/// The plan's actions. If the plan needs attention, or there is no plan, the first is a prominent
/// button; the others look like links. A member who may only look has none.
#[component]
pub fn Steps(
    plan: Plan,
    /// The id of the heading that names the plan.
    described_by: String,
    /// Whether to change the plan on the pricing page instead of in the portal.
    by_prices: bool,
    actions: AccountActions,
) -> impl IntoView {
    if !request::may_bill() {
        return ().into_any();
    }
    let urgent = plan.standing.needs_attention() || plan.subscription.is_none();
    let steps = plan.next_actions().into_iter().enumerate().map(|(place, step)| {
        let class = if urgent && place == 0 { "button button-primary" } else { "link-button" };
        let (subscription, described_by) = (plan.subscription.clone(), described_by.clone());
        view! { <li><OneStep step subscription described_by by_prices class actions /></li> }
    });
    view! { <ul class="steps">{steps.collect_view()}</ul> }.into_any()
}

#[component]
fn OneStep(
    step: NextAction,
    subscription: Option<String>,
    described_by: String,
    by_prices: bool,
    class: &'static str,
    actions: AccountActions,
) -> impl IntoView {
    let label = text::step(&step);
    let flow = match step {
        NextAction::ChangePlan if !by_prices => "subscription_update",
        NextAction::ViewPlans | NextAction::SubscribeAgain | NextAction::ChangePlan => {
            return view! { <a class=class href="/pricing" aria-describedby=described_by>{label}</a> }.into_any();
        }
        NextAction::PayInvoice(invoice) => {
            let href = document_path(InvoiceDocument::Payment, &invoice);
            return view! { <a class=class href=href aria-describedby=described_by>{label}</a> }.into_any();
        }
        NextAction::KeepPlan | NextAction::ResumePlan => {
            return view! {
                <ActionForm action=actions.continue_plan>
                    <input type="hidden" name="subscription" value=subscription />
                    <button type="submit" class=class aria-describedby=described_by>{label}</button>
                </ActionForm>
            }
            .into_any();
        }
        NextAction::UpdatePaymentMethod | NextAction::AddPaymentMethod => "payment_method_update",
        NextAction::PausePlan => "subscription_pause",
        NextAction::CancelPlan => "subscription_cancel",
        NextAction::ReviewChange | NextAction::OpenPortal => "",
    };
    view! {
        <ActionForm action=actions.portal>
            <input type="hidden" name="flow" value=flow />
            {subscription.map(|id| view! { <input type="hidden" name="subscription" value=id /> })}
            <button type="submit" class=class aria-describedby=described_by>{label}</button>
        </ActionForm>
    }
    .into_any()
}
