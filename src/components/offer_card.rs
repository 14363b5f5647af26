//! One plan on the pricing page.

use billing::{Charge, CurrentPlan, Offer, OfferedPrice, Shopper};
use leptos::prelude::*;

use crate::{
    actions::Checkout,
    text::{self, Formats},
};

/// The plan, its prices, and a button for each price.
#[component]
pub fn OfferCard(offer: Offer, shopper: Shopper, formats: Formats, checkout: ServerAction<Checkout>) -> impl IntoView {
    let id = format!("offer-{}", offer.prices.first().map(|price| price.id.clone()).unwrap_or_default());
    let heading = id.clone();
    let name = offer.name.clone();
    let adverbs: Vec<_> = offer.prices.iter().map(|price| price.every.adverb()).collect();
    view! {
        <section class="card offer" aria-labelledby=id>
            <h2 id=heading>{offer.name}</h2>
            {offer.description.map(|text| view! { <p>{text}</p> })}
            {(!offer.features.is_empty())
                .then(|| {
                    let features = offer.features.into_iter().map(|feature| view! { <li>{feature}</li> }).collect_view();
                    view! { <ul class="features">{features}</ul> }
                })}
            <ul class="prices">
                {offer
                    .prices
                    .into_iter()
                    .map(|price| {
                        let (amount, per) = text::price(&price, &formats);
                        let adverb = price.every.adverb();
                        let is_only_one = adverbs.iter().filter(|other| **other == adverb).count() == 1;
                        let what =
                            if is_only_one { format!("{name}, {adverb}") } else { format!("{name}, {adverb}, {amount}") };
                        view! {
                            <li>
                                <p>
                                    <strong class="amount">{amount}</strong>
                                    {per.map(|per| format!(" {per}"))}
                                </p>
                                {if shopper.prices.contains(&price.id) {
                                    view! { <p class="badge badge-good">"Your plan"</p> }.into_any()
                                } else {
                                    view! { <ChooseButton price what plan=shopper.plan checkout /> }.into_any()
                                }}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn ChooseButton(
    price: OfferedPrice,
    /// "Pro, monthly"
    what: String,
    plan: CurrentPlan,
    checkout: ServerAction<Checkout>,
) -> impl IntoView {
    let label = match plan {
        CurrentPlan::None => format!("Choose {what}"),
        // The portal cannot change a plan to a usage-based price.
        CurrentPlan::Changeable if !matches!(price.charge, Charge::Usage { .. }) => format!("Change to {what}"),
        CurrentPlan::Changeable | CurrentPlan::Fixed => return ().into_any(),
    };
    let trial = price.trial_days.filter(|_| plan == CurrentPlan::None);
    view! {
        {trial.map(|days| view! { <p class="hint">"New customers try it for "{days}{if days == 1 { " day." } else { " days." }}</p> })}
        <ActionForm action=checkout>
            <input type="hidden" name="price" value=price.id />
            <button type="submit" class="button button-primary">{label}</button>
        </ActionForm>
    }
    .into_any()
}
