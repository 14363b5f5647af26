//! The interval and the currency of the pricing page: links, so that they work without JavaScript and can be shared.

use leptos::prelude::*;

use crate::{
    model::Selection,
    say,
    text::{self, Reader},
};

/// Nothing, where there is nothing to choose.
#[component]
pub fn OfferChoices(selection: Selection, reader: Reader) -> impl IntoView {
    let intervals = selection.intervals.iter().map(|every| {
        let href = selection.address(Some(*every), &selection.currency);
        let current = (selection.every == Some(*every)).then_some("true");
        view! { <a href=href aria-current=current>{text::interval(*every, &reader)}</a> }
    });
    let intervals = intervals.collect::<Vec<_>>();
    let currencies = selection.currencies.iter().map(|currency| {
        let href = selection.address(selection.every, currency);
        let current = (*currency == selection.currency).then_some("true");
        view! { <a href=href aria-current=current rel="nofollow">{currency.to_uppercase()}</a> }
    });
    let currencies = currencies.collect::<Vec<_>>();
    view! {
        {(intervals.len() > 1)
            .then(|| view! { <nav class="switch" aria-label=say!(reader, "billing-period")>{intervals}</nav> })}
        {(currencies.len() > 1)
            .then(|| view! { <nav class="currencies" aria-label=say!(reader, "currency-navigation")>{currencies}</nav> })}
    }
}
