//! The account page's subscription card: plan, status, and what happens next.

use leptos::prelude::*;

use super::Date;
use crate::model::{Next, PlanSummary, Status};

/// The three facts of the plan and a sentence about its future.
#[component]
pub fn PlanCard(plan: PlanSummary) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="subscription">
            <h2 id="subscription">"Subscription"</h2>
            <dl class="facts">
                <div>
                    <dt>"Current Plan"</dt>
                    <dd>{plan.plan}</dd>
                </div>
                <div>
                    <dt>"Status"</dt>
                    <dd>
                        {match plan.status {
                            Some(status) => view! { <StatusBadge status /> }.into_any(),
                            None => "N/A".into_any(),
                        }}
                    </dd>
                </div>
                {plan
                    .period_end
                    .map(|at| {
                        view! {
                            <div>
                                <dt>"Current Period Ends"</dt>
                                <dd><Date at /></dd>
                            </div>
                        }
                    })}
            </dl>
            {plan.next.map(|next| view! { <NextSentence next /> })}
        </section>
    }
}

/// The word says it all; shape and colour only help.
#[component]
fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Active | Status::Trialing => "good",
        Status::PastDue | Status::Unpaid | Status::Incomplete | Status::Paused | Status::Other => "attention",
        Status::Canceled | Status::IncompleteExpired => "over",
    };
    view! { <span class=format!("badge badge-{tone}")>{status.label()}</span> }
}

#[component]
fn NextSentence(next: Next) -> impl IntoView {
    let sentence = match next {
        Next::Renews(at) => view! { "Your plan renews on " <Date at /> "." }.into_any(),
        Next::TrialEnds(at) => view! { "Your trial ends on " <Date at /> "; the paid plan begins then." }.into_any(),
        Next::Ends(at) => {
            view! { "Your plan ends on " <Date at /> ". Until then nothing changes, and you can still keep it." }
                .into_any()
        }
        Next::Ended(at) => view! { "Your plan ended on " <Date at /> "." }.into_any(),
    };
    view! { <p class="next">{sentence}</p> }
}
