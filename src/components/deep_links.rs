//! Straight to one of the portal's pages, for those who know what they came for.

use leptos::prelude::*;

use crate::{
    actions::CreatePortalSession,
    model::{Next, PlanSummary, Status},
};

/// What can be done about this plan. Each is a plain form; a flow that Stripe refuses after all
/// leads to the portal's home.
#[component]
pub fn DeepLinks(plan: PlanSummary, portal: ServerAction<CreatePortalSession>) -> impl IntoView {
    let running = plan.status.is_some_and(|status| !status.is_ended());
    let ending = matches!(plan.next, Some(Next::Ends(_) | Next::Ended(_)));
    let cancelable = matches!(plan.status, Some(Status::Active | Status::Trialing | Status::PastDue)) && !ending;
    running.then(|| {
        view! {
            <ul class="deep-links">
                <li><DeepLink flow="payment_method_update" label="Update payment method" portal /></li>
                <li><a href="/pricing">"Change plan"</a></li>
                {cancelable.then(|| view! { <li><DeepLink flow="subscription_cancel" label="Cancel plan" portal /></li> })}
            </ul>
        }
    })
}

#[component]
fn DeepLink(flow: &'static str, label: &'static str, portal: ServerAction<CreatePortalSession>) -> impl IntoView {
    view! {
        <ActionForm action=portal>
            <input type="hidden" name="flow" value=flow />
            <button type="submit" class="link-button">{label}</button>
        </ActionForm>
    }
}
