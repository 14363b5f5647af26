//! One plan on the pricing page.

use billing::{Charge, CurrentPlan, Offer, OfferedPrice, Period, Shopper, Unit};
use leptos::prelude::*;

use crate::{
    actions::Checkout,
    say,
    text::{self, Reader},
};

/// For whom and in which interval plans are sold.
#[derive(Clone)]
pub struct Sale {
    pub every: Option<Period>,
    pub shopper: Shopper,
    pub checkout: ServerAction<Checkout>,
}

/// The plan, and its price in the chosen interval with a button. A plan that is not sold in it shows its own.
#[component]
pub fn OfferCard(offer: Offer, sale: Sale, reader: Reader) -> impl IntoView {
    let id = format!("offer-{}", offer.prices.first().map(|price| price.id.clone()).unwrap_or_default());
    let heading = id.clone();
    let chosen: Vec<_> = offer.prices.iter().filter(|price| Some(price.every) == sale.every).cloned().collect();
    let shown = if chosen.is_empty() { offer.prices.iter().take(1).cloned().collect() } else { chosen };
    let monthly = offer.prices.iter().find(|price| price.every == Period::MONTH).cloned();
    let is_current = offer.prices.iter().any(|price| sale.shopper.prices.contains(&price.id));
    let name = offer.name.clone();
    let prices = shown.into_iter().map(|price| {
        let (name, monthly, sale, reader) = (name.clone(), monthly.clone(), sale.clone(), reader.clone());
        view! { <li><Price price name monthly is_current sale reader /></li> }
    });
    let prices = prices.collect::<Vec<_>>();
    let features = offer.features.into_iter().map(|feature| view! { <li>{feature}</li> }).collect::<Vec<_>>();
    let class = if is_current { "card offer current" } else { "card offer" };
    view! {
        <section class=class aria-labelledby=id>
            <h2 id=heading>{offer.name}</h2>
            {offer.description.map(|text| view! { <p class="hint">{text}</p> })}
            <ul class="prices">{prices}</ul>
            {(!features.is_empty()).then(|| view! { <ul class="features">{features}</ul> })}
        </section>
    }
}

#[component]
fn Price(
    price: OfferedPrice,
    /// The plan's name.
    name: String,
    /// The plan's price for a month, if it has one.
    monthly: Option<OfferedPrice>,
    /// Whether the visitor has the plan, at this or another price.
    is_current: bool,
    sale: Sale,
    reader: Reader,
) -> impl IntoView {
    let (amount, per) = text::price(&price, &reader);
    let plan = sale.shopper.plan;
    let is_own = sale.shopper.prices.contains(&price.id);
    let trial = price.trial_days.filter(|_| plan == CurrentPlan::None && !sale.shopper.has_tried);
    let trial = trial.map(|days| text::free_trial(days, &price, &reader));
    let by_the_month = text::by_the_month(&price, &reader);
    let saving = monthly.and_then(|monthly| text::saving(&price, &monthly, &reader));
    let hints = [trial, by_the_month, saving].into_iter().flatten().map(|text| view! { <p class="hint">{text}</p> });
    let hints = hints.collect::<Vec<_>>();
    // The portal cannot change a plan to a usage-based price.
    let is_sold = match plan {
        CurrentPlan::None => true,
        CurrentPlan::Changeable => !matches!(price.charge, Charge::Usage { .. }),
        CurrentPlan::Fixed(_) => false,
    };
    // For "every 3 months" there is no word after "Switch to".
    let is_other_interval = is_current && (price.every.count() == 1 || price.every.unit() == Unit::Year);
    let label = text::choose(&name, price.every, is_other_interval, plan, &reader);
    let spoken = format!("{label}: {name}, {amount}{}", per.as_ref().map(|per| format!(" {per}")).unwrap_or_default());
    let class = if is_current { "button" } else { "button button-primary" };
    view! {
        <p class="price">
            <strong class="amount">{amount}</strong>
            {per.map(|per| format!(" {per}"))}
        </p>
        {hints}
        {if is_own {
            view! { <p class="badge badge-good">{say!(reader, "this-is-your-plan")}</p> }.into_any()
        } else if is_sold {
            view! {
                <ActionForm action=sale.checkout>
                    <input type="hidden" name="price" value=price.id />
                    <button type="submit" class=class aria-label=spoken>{label}</button>
                </ActionForm>
            }
                .into_any()
        } else {
            ().into_any()
        }}
    }
}
