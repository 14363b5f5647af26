//! What each plan includes, side by side.

use std::collections::BTreeSet;

use billing::Offer;
use leptos::prelude::*;

use crate::{say, text::Reader};

/// From so many plans on, lists are hard to compare.
const FROM: usize = 3;

/// A table of features; nothing for a few plans, or for plans without features.
#[component]
pub fn OfferTable(offers: Vec<Offer>, reader: Reader) -> impl IntoView {
    let mut known = BTreeSet::new();
    let features =
        offers.iter().flat_map(|offer| offer.features.clone()).filter(|feature| known.insert(feature.clone()));
    let features = features.collect::<Vec<_>>();
    if offers.len() < FROM || features.is_empty() {
        return ().into_any();
    }
    let heads = offers.iter().map(|offer| view! { <th scope="col">{offer.name.clone()}</th> }).collect::<Vec<_>>();
    let rows = features.into_iter().map(|feature| {
        let cells = offers.iter().map(|offer| {
            let (class, text) = if offer.features.contains(&feature) {
                ("has", say!(reader, "included"))
            } else {
                ("has-not", say!(reader, "not-included"))
            };
            view! { <td class=class><span class="visually-hidden">{text}</span></td> }
        });
        let cells = cells.collect::<Vec<_>>();
        view! { <tr><th scope="row">{feature}</th>{cells}</tr> }
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section aria-labelledby="compare">
            <h2 id="compare">{say!(reader, "compare-plans")}</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="compare">
                <table class="compare">
                    <thead>
                        <tr><th scope="col">{say!(reader, "feature")}</th>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
