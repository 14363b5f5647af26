//! The account page's card for one plan: its facts, its state, and what happens next.

use billing::{Due, InvoiceDocument, PendingUpdate, Plan, Status};
use leptos::prelude::*;

use crate::{
    components::{
        date::Date,
        debt_list::DebtList,
        steps::{AccountActions, Steps},
    },
    model::document_path,
    request,
    text::{self, Formats},
};

/// The facts of the plan, a sentence about its future, and its actions.
#[component]
pub fn PlanCard(
    plan: Plan,
    /// Its number, from 1, and the total number of plans.
    place: (usize, usize),
    formats: Formats,
    actions: AccountActions,
) -> impl IntoView {
    let (number, all) = place;
    let id = format!("subscription-{number}");
    let heading = text::subscription(number, all);
    let period_end = plan.period_end;
    let dates = formats.clone();
    let line = |text: String| view! { <span>{text}</span> };
    let items = text::plan_items(&plan.items, &formats).into_iter().map(line).collect::<Vec<_>>();
    let discounts = plan.discounts.iter().map(|it| line(text::discount(it, &formats))).collect::<Vec<_>>();
    let pending = plan.pending_update.clone().map(|pending| {
        view! { <WaitingChange pending described_by=id.clone() formats=formats.clone() /> }
    });
    let described_by = id.clone();
    let debts = plan.standing.due().map(Due::others).unwrap_or_default().into_iter().cloned().collect();
    // With several plans it would not be clear which one changes, and the page does not show the
    // prices of other services' plans.
    let by_prices = all == 1 && plan.is_ours;
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{heading}</h2>
            <dl class="facts">
                <div>
                    <dt>{text::CURRENT_PLAN}</dt>
                    <dd>{text::plan_name(&plan)}</dd>
                    {(!items.is_empty()).then(|| view! { <dd class="lines">{items}</dd> })}
                </div>
                {(!discounts.is_empty())
                    .then(|| {
                        view! {
                            <div>
                                <dt>{text::DISCOUNT}</dt>
                                <dd class="lines">{discounts}</dd>
                            </div>
                        }
                    })}
                <div>
                    <dt>{text::STATUS}</dt>
                    <dd>
                        {match plan.status {
                            Some(status) => view! { <StatusBadge status /> }.into_any(),
                            None => text::NO_STATUS.into_any(),
                        }}
                    </dd>
                </div>
                {period_end
                    .map(|at| {
                        view! {
                            <div>
                                <dt>{text::PERIOD_ENDS}</dt>
                                <dd><Date at formats=dates /></dd>
                            </div>
                        }
                    })}
            </dl>
            <p class="next">{text::about(&plan, &formats)}</p>
            {plan
                .collection_pause
                .as_ref()
                .map(|pause| view! { <p class="next">{text::collection_pause(pause, &formats)}</p> })}
            {pending}
            <DebtList debts formats />
            <Steps plan described_by by_prices actions />
        </section>
    }
}

/// A change that begins once it is paid for.
#[component]
fn WaitingChange(pending: PendingUpdate, described_by: String, formats: Formats) -> impl IntoView {
    let sentence = text::pending_update(&pending, &formats);
    let pay = pending.invoice.filter(|_| !pending.is_processing && request::may_bill()).map(|(invoice, _)| {
        let href = document_path(InvoiceDocument::Payment, &invoice);
        view! {
            " "
            <a href=href aria-describedby=described_by>{text::PAY_FOR_CHANGE}</a>
        }
    });
    view! { <p class="warning">{sentence}{pay}</p> }
}

/// The word is sufficient; shape and colour only help.
#[component]
fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Active | Status::Trialing => "good",
        Status::PastDue | Status::Unpaid | Status::Incomplete | Status::Paused | Status::Other => "attention",
        Status::Canceled | Status::IncompleteExpired => "over",
    };
    view! { <span class=format!("badge badge-{tone}")>{text::status(status)}</span> }
}
