//! What can be done about a plan, each a plain form or link that needs no script.

use leptos::prelude::*;

use crate::{
    actions::{ContinuePlan, CreatePortalSession},
    model::{InvoiceDocument, Plan, Step},
    words,
};

/// The server functions that steps lead through.
#[derive(Clone, Copy)]
pub struct Doors {
    pub portal: ServerAction<CreatePortalSession>,
    pub continue_plan: ServerAction<ContinuePlan>,
}

/// The plan's steps. The first is a button of its own where something is lost by waiting, and where
/// there is no plan; the others are links.
#[component]
pub fn Steps(
    plan: Plan,
    /// The id of the heading that says which plan it is.
    described_by: String,
    /// Whether the prices show what it can be changed to.
    by_prices: bool,
    doors: Doors,
) -> impl IntoView {
    let urgent = plan.standing.needs_attention() || plan.subscription.is_none();
    let steps = plan.steps().into_iter().enumerate().map(|(place, step)| {
        let class = if urgent && place == 0 { "button button-primary" } else { "link-button" };
        let (subscription, described_by) = (plan.subscription.clone(), described_by.clone());
        view! { <li><OneStep step subscription described_by by_prices class doors /></li> }
    });
    view! { <ul class="steps">{steps.collect_view()}</ul> }
}

#[component]
fn OneStep(
    step: Step,
    subscription: Option<String>,
    described_by: String,
    by_prices: bool,
    class: &'static str,
    doors: Doors,
) -> impl IntoView {
    let label = words::step(&step);
    let flow = match step {
        Step::ChangePlan if !by_prices => "subscription_update",
        Step::ViewPlans | Step::SubscribeAgain | Step::ChangePlan => {
            return view! { <a class=class href="/pricing" aria-describedby=described_by>{label}</a> }.into_any();
        }
        Step::PayInvoice(invoice) => {
            let href = InvoiceDocument::Payment.path(&invoice);
            return view! { <a class=class href=href aria-describedby=described_by>{label}</a> }.into_any();
        }
        Step::KeepPlan | Step::ResumePlan => {
            return view! {
                <ActionForm action=doors.continue_plan>
                    <input type="hidden" name="subscription" value=subscription />
                    <button type="submit" class=class aria-describedby=described_by>{label}</button>
                </ActionForm>
            }
            .into_any();
        }
        Step::UpdatePaymentMethod | Step::AddPaymentMethod => "payment_method_update",
        Step::PausePlan => "subscription_pause",
        Step::CancelPlan => "subscription_cancel",
        Step::ReviewChange | Step::OpenPortal => "",
    };
    view! {
        <ActionForm action=doors.portal>
            <input type="hidden" name="flow" value=flow />
            {subscription.map(|id| view! { <input type="hidden" name="subscription" value=id /> })}
            <button type="submit" class=class aria-describedby=described_by>{label}</button>
        </ActionForm>
    }
    .into_any()
}
