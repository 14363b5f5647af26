//! The plans on offer: one currency and one interval a page.

use billing::{CurrentPlan, Offer, Shopper, load_offers};
use leptos::prelude::*;

use crate::{
    actions::Checkout,
    components::{Alert, ErrorAlert, OfferCard, OfferChoices, OfferTable, PageTitle, Sale, Support},
    model::Selection,
    request::{self, query, reader},
    say,
    text::{self, Reader},
};

/// The offers, from our mirror of Stripe: the page works while Stripe is down.
#[component]
pub fn PricingPage() -> impl IntoView {
    let (accounts, db) = (request::accounts(), request::database());
    let member = request::member();
    let reader = reader();
    let response = use_context::<leptos_axum::ResponseOptions>();
    let checkout = ServerAction::<Checkout>::new();
    let error = checkout.value().get_untracked().and_then(Result::err);
    let (every, currency) = (query("every"), query("currency"));
    view! {
        <PageTitle text=say!(reader, "pricing") is_error=error.is_some() />
        <h1>{say!(reader, "choose-plan-heading")}</h1>
        {error.map(|error| view! { <ErrorAlert error reference=None /> })}
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
                    Ok(offers) if offers.is_empty() => view! { <p>{say!(reader, "no-offers")}</p> }.into_any(),
                    Ok(offers) => {
                        let selection = Selection::new(&offers, &shopper, every, currency, reader.region());
                        view! { <Offers offers shopper selection reader checkout /> }.into_any()
                    }
                    Err(error) => {
                        tracing::error!(error = %error, "the offers could not be read");
                        if let Some(response) = response {
                            response.set_status(http::StatusCode::SERVICE_UNAVAILABLE);
                        }
                        view! { <Alert><p>{say!(reader, "offers-unavailable")}</p></Alert> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Offers(
    offers: Vec<Offer>,
    shopper: Shopper,
    selection: Selection,
    reader: Reader,
    checkout: ServerAction<Checkout>,
) -> impl IntoView {
    let offers = selection.offers(offers);
    let why = match shopper.plan {
        CurrentPlan::Fixed(why) => Some(text::fixed(why, &reader)),
        CurrentPlan::None | CurrentPlan::Changeable => None,
    };
    let why = why.map(|text| {
        view! {
            <p class="notice">
                {text}" "<a href="/account">{say!(reader, "go-to-account")}</a>
            </p>
        }
    });
    let nothing = offers.is_empty().then(|| {
        let text = say!(reader, "nothing-in-currency", currency = selection.currency.to_uppercase());
        view! { <p class="notice">{text}" "<Support reference=None /></p> }
    });
    let table = offers.clone();
    let cards = offers.into_iter().map(|offer| {
        let sale = Sale { every: selection.every, shopper: shopper.clone(), checkout };
        view! { <OfferCard offer sale reader=reader.clone() /> }
    });
    let cards = cards.collect::<Vec<_>>();
    view! {
        {why}
        {nothing}
        <OfferChoices selection reader=reader.clone() />
        <div class="offers">{cards}</div>
        <OfferTable offers=table reader />
    }
}
