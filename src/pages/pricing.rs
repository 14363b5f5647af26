//! The plans on offer.

use billing::{CurrentPlan, Shopper, load_offers};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    actions::Checkout,
    components::{Alert, OfferCard},
    request,
};

/// The offers, from our mirror of Stripe: the page works while Stripe is down.
#[component]
pub fn PricingPage() -> impl IntoView {
    let (accounts, db) = (request::accounts(), request::database());
    let member = request::member();
    let formats = request::formats();
    let response = use_context::<leptos_axum::ResponseOptions>();
    let checkout = ServerAction::<Checkout>::new();
    let error = checkout.value().get_untracked().and_then(Result::err);
    let title = if error.is_some() { "Error: Pricing" } else { "Pricing" };
    view! {
        <Title text=title />
        <h1>"Pricing"</h1>
        {error.map(|error| view! { <Alert>{error.to_string()}</Alert> })}
        <Suspense>
            {Suspend::new(async move {
                let (offers, shopper) = match accounts.zip(db) {
                    Some((accounts, db)) => {
                        let shopper = match member {
                            Some(member) => accounts.shopper(&member).await.unwrap_or_default(),
                            None => Shopper::default(),
                        };
                        (load_offers(&db).await, shopper)
                    }
                    None => (Ok(Vec::new()), Shopper::default()),
                };
                match offers {
                    Ok(offers) if offers.is_empty() => {
                        view! { <p>"There are no plans on offer at the moment. What you have goes on as it is."</p> }.into_any()
                    }
                    Ok(offers) => {
                        let currency = shopper.currency.as_deref();
                        let offers: Vec<_> = offers.into_iter().filter_map(|offer| offer.in_currency(currency)).collect();
                        let nothing = currency.filter(|_| offers.is_empty()).map(str::to_uppercase);
                        view! {
                            {nothing.map(|currency| view! { <NothingInCurrency currency /> })}
                            {(shopper.plan == CurrentPlan::Fixed).then(|| view! { <FixedPlan /> })}
                            <div class="offers">
                                {offers
                                    .into_iter()
                                    .map(|offer| view! { <OfferCard offer shopper=shopper.clone() formats=formats.clone() checkout /> })
                                    .collect_view()}
                            </div>
                        }
                            .into_any()
                    }
                    Err(error) => {
                        tracing::error!(error = %error, "the offers could not be read");
                        if let Some(response) = response {
                            response.set_status(http::StatusCode::SERVICE_UNAVAILABLE);
                        }
                        view! { <Alert>"The plans cannot be shown right now. Try again in a minute."</Alert> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

/// Why nothing can be chosen.
#[component]
fn FixedPlan() -> impl IntoView {
    view! {
        <p class="notice">
            "Your plan cannot be changed here. What you can do is on "<a href="/account">"your account"</a>
            "; for anything else, write to us."
        </p>
    }
}

/// Why there is nothing to choose.
#[component]
fn NothingInCurrency(
    /// Three letters.
    currency: String,
) -> impl IntoView {
    let sentence = format!("You are billed in {currency}, and none of our plans is sold in it: write to us.");
    view! { <p class="notice">{sentence}</p> }
}
