//! The actions for a plan. Each is a plain form or link that works without JavaScript.

use billing::{InvoiceDocument, NextAction};
use leptos::prelude::*;

use crate::{
    actions::{ContinuePlan, CreatePortalSession},
    model::document_path,
    request::reader,
    say, text,
};

/// The server functions that these actions call.
#[derive(Clone, Copy)]
pub struct AccountActions {
    pub portal: ServerAction<CreatePortalSession>,
    pub continue_plan: ServerAction<ContinuePlan>,
}

/// The plan that actions are about.
#[derive(Clone)]
pub struct Subject {
    /// `sub_…`
    pub subscription: Option<String>,
    /// The plan's name.
    pub name: String,
    /// Whether to change the plan on the pricing page instead of in the portal.
    pub by_prices: bool,
}

/// The actions as items of a list. The first is the page's one prominent button, if `is_primary`; the others look like
/// links.
#[component]
pub fn Steps(steps: Vec<NextAction>, subject: Subject, is_primary: bool, actions: AccountActions) -> impl IntoView {
    let steps = steps.into_iter().enumerate().map(|(place, step)| {
        let class = match step {
            _ if is_primary && place == 0 => "button button-primary",
            NextAction::CancelPlan => "link-button quiet",
            _ => "link-button",
        };
        view! { <li><OneStep step subject=subject.clone() class actions /></li> }
    });
    steps.collect_view()
}

#[component]
fn OneStep(step: NextAction, subject: Subject, class: &'static str, actions: AccountActions) -> impl IntoView {
    let reader = reader();
    let label = text::step(&step, &reader);
    // Screen readers list buttons without what is around them.
    let name = say!(reader, "action-of-plan", action = label.as_str(), plan = subject.name.as_str());
    let link = |href: String| view! { <a class=class href=href aria-label=name.clone()>{label.clone()}</a> }.into_any();
    let flow = match step {
        NextAction::ChangePlan if !subject.by_prices => "subscription_update",
        NextAction::ViewPlans | NextAction::SubscribeAgain | NextAction::ChangePlan => {
            return link("/pricing".to_owned());
        }
        NextAction::PayInvoice(debt) => return link(document_path(InvoiceDocument::Payment, &debt.invoice)),
        NextAction::KeepPlan | NextAction::ResumePlan => {
            return view! {
                <ActionForm action=actions.continue_plan>
                    <input type="hidden" name="subscription" value=subject.subscription />
                    <button type="submit" class=class aria-label=name>{label}</button>
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
            {subject.subscription.map(|id| view! { <input type="hidden" name="subscription" value=id /> })}
            <button type="submit" class=class aria-label=name>{label}</button>
        </ActionForm>
    }
    .into_any()
}
