//! What the account may use, and what is missing, with the way there.

use leptos::prelude::*;

use crate::{
    model::{FeatureList, Features, Wait},
    say,
    text::{self, Reader},
};

/// A list of what is included, and of what is not, for each reason; nothing if there are no features.
#[component]
pub fn FeaturesCard(features: Features, reader: Reader) -> impl IntoView {
    if features.is_empty() {
        return ().into_any();
    }
    let Features { included, ends, waiting, to_buy } = features;
    // Of somebody who has nothing, the whole card is about what can be bought.
    let has_nothing = included.is_empty() && waiting.is_empty();
    let heading = if has_nothing { say!(reader, "not-included") } else { say!(reader, "whats-included") };
    let ends = ends.map(|ending| view! { <p class="hint">{text::included_until(ending, &reader)}</p> });
    let to_buy = (!to_buy.is_empty()).then(|| {
        let heading = (!has_nothing).then(|| view! { <h3>{say!(reader, "not-included")}</h3> });
        let compare = say!(reader, "compare-plans");
        view! {
            <div class="to-buy">
                {heading}
                <List list=to_buy mark="lacks" reader=reader.clone() />
                <ul class="steps">
                    <li><a class="link-button" href="/pricing">{compare}</a></li>
                </ul>
            </div>
        }
    });
    let class = if has_nothing { "card to-buy" } else { "card" };
    view! {
        <section class=class aria-labelledby="features">
            <h2 id="features">{heading}</h2>
            <List list=included mark="has" reader=reader.clone() />
            {ends}
            <Waiting waiting reader=reader.clone() />
            {to_buy}
        </section>
    }
    .into_any()
}

/// What the account has but cannot use now. What helps is offered above, in the plan's banner and card.
#[component]
fn Waiting(waiting: Vec<(Wait, FeatureList)>, reader: Reader) -> impl IntoView {
    let heading = (!waiting.is_empty()).then(|| view! { <h3>{say!(reader, "not-available-now")}</h3> });
    let lists = waiting.into_iter().map(|(wait, list)| {
        let sentence = text::waits_for(wait, &reader);
        view! {
            <List list mark="lacks" reader=reader.clone() />
            <p class="hint">{sentence}</p>
        }
    });
    let lists = lists.collect::<Vec<_>>();
    view! {
        {heading}
        {lists}
    }
}

/// Nothing if it is empty. The mark only helps: the heading above says whether the features are there.
#[component]
fn List(list: FeatureList, mark: &'static str, reader: Reader) -> impl IntoView {
    let more =
        (list.more > 0).then(|| view! { <li class="more">{say!(reader, "and-more-features", count = list.more)}</li> });
    let items = list.features.into_iter().map(|feature| {
        let text = text::feature(&feature, &reader);
        let until = feature.until.map(|at| say!(reader, "until-date", date = reader.date(at)));
        view! { <li>{text}{until.map(|until| view! { " "<small>{until}</small> })}</li> }
    });
    let items = items.collect::<Vec<_>>();
    // A role of its own, which a list without points would lose in Safari.
    (!items.is_empty()).then(|| view! { <ul class=format!("included {mark}") role="list">{items}{more}</ul> })
}
