//! The account page's card for one plan: its facts, its state, and what happens next.

use billing::{Due, InvoiceDocument, NextAction, PendingUpdate, Plan};
use leptos::prelude::*;

use crate::{
    components::{
        date::Date,
        debt_list::DebtList,
        manage_subscription::ManageSubscription,
        steps::{AccountActions, Steps, Subject},
        support::Support,
    },
    model::document_path,
    request, say,
    text::{self, Reader},
};

/// What can be done in a plan's card.
#[derive(Clone)]
pub struct CardActions {
    pub steps: Vec<NextAction>,
    /// Whether the first of them is the page's prominent button.
    pub is_primary: bool,
    /// Whether the portal's home page opens from here, and whether that is the prominent button.
    pub manage: Option<bool>,
}

/// The facts of the plan, a sentence about its future, and its actions.
#[component]
pub fn PlanCard(
    plan: Plan,
    /// The id of its heading, which is unique on the page.
    id: String,
    /// "Subscription", or the plan's name if there are several.
    heading: String,
    /// Whether the banner says already what the state is.
    is_told: bool,
    subject: Subject,
    card: CardActions,
    reader: Reader,
    actions: AccountActions,
) -> impl IntoView {
    let pending = plan
        .pending_update
        .clone()
        .map(|pending| view! { <WaitingChange pending plan=subject.name.clone() reader=reader.clone() /> });
    let debts = plan.standing.due().map(Due::others).unwrap_or_default().into_iter().cloned().collect();
    let needs_support = plan.needs_seller();
    let sentence = (!is_told).then(|| text::about(&plan, &reader));
    let pause = plan.collection_pause.as_ref().map(|pause| text::collection_pause(pause, &reader));
    let CardActions { steps, is_primary, manage } = card;
    let has_actions = manage.is_some() || !steps.is_empty();
    // The portal's button comes before all others but the prominent one.
    let rest = steps.iter().skip(usize::from(is_primary)).cloned().collect();
    let first = steps.into_iter().take(usize::from(is_primary)).collect();
    let one = subject.clone();
    let heading_id = id.clone();
    view! {
        <section class="card" aria-labelledby=id>
            <h2 id=heading_id>{heading}</h2>
            <PlanFacts plan reader=reader.clone() />
            {sentence.map(|text| view! { <p class="next">{text}</p> })}
            {needs_support.then(|| view! { <p class="next"><Support reference=None /></p> })}
            {pause.map(|text| view! { <p class="next">{text}</p> })}
            {pending}
            <DebtList debts reader />
            {(has_actions && request::may_bill())
                .then(|| {
                    view! {
                        <ul class="steps">
                            <Steps steps=first subject=one is_primary=true actions />
                            {manage.map(|is_primary| view! { <li><ManageSubscription is_primary actions /></li> })}
                            <Steps steps=rest subject is_primary=false actions />
                        </ul>
                    }
                })}
        </section>
    }
}

#[component]
fn PlanFacts(plan: Plan, reader: Reader) -> impl IntoView {
    let line = |text: String| view! { <span>{text}</span> };
    let prices = text::plan_lines(&plan.items, &reader).into_iter().map(line).collect::<Vec<_>>();
    let discounts = plan.discounts.iter().map(|it| line(text::discount(it, &reader))).collect::<Vec<_>>();
    let badge = text::badge(&plan, &reader);
    view! {
        <dl class="facts">
            <div>
                <dt>{say!(reader, "current-plan")}</dt>
                <dd>
                    {text::plan_name(&plan, &reader)}
                    {(!prices.is_empty()).then(|| view! { <small class="lines">{prices}</small> })}
                </dd>
            </div>
            {(!discounts.is_empty())
                .then(|| {
                    view! {
                        <div>
                            <dt>{say!(reader, "discount")}</dt>
                            <dd class="lines">{discounts}</dd>
                        </div>
                    }
                })}
            <div>
                <dt>{say!(reader, "status")}</dt>
                <dd>
                    {match badge {
                        // The word is sufficient; shape and colour only help.
                        Some((word, tone)) => {
                            view! { <span class=format!("badge badge-{}", tone.name())>{word}</span> }.into_any()
                        }
                        None => say!(reader, "no-status").into_any(),
                    }}
                </dd>
            </div>
            {plan
                .period_end
                .map(|at| {
                    view! {
                        <div>
                            <dt>{say!(reader, "period-ends")}</dt>
                            <dd><Date at reader=reader.clone() /></dd>
                        </div>
                    }
                })}
        </dl>
    }
}

/// A change that begins once it is paid for.
#[component]
fn WaitingChange(pending: PendingUpdate, plan: String, reader: Reader) -> impl IntoView {
    let sentence = text::pending_update(&pending, &reader);
    let pay = pending.invoice.filter(|_| !pending.is_processing && request::may_bill()).map(|(invoice, _)| {
        let href = document_path(InvoiceDocument::Payment, &invoice);
        let label = say!(reader, "pay-for-change");
        let name = say!(reader, "action-of-plan", action = label.as_str(), plan = plan.as_str());
        view! {
            " "
            <a href=href aria-label=name>{label}</a>
        }
    });
    view! { <p class="warning">{sentence}{pay}</p> }
}
