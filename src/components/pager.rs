//! The ways to the pages before and after one of a list.

use leptos::prelude::*;

use crate::text;

/// Nothing, if there is one page only.
#[component]
pub fn Pager(
    /// The page's path, without a query.
    path: &'static str,
    /// The page that is shown, from 1.
    number: u64,
    has_more: bool,
) -> impl IntoView {
    (number > 1 || has_more).then(|| {
        let to = |number: u64| format!("{path}?page={number}");
        view! {
            <nav class="pager" aria-label=text::PAGES>
                {(number > 1).then(|| view! { <a href=to(number - 1)>{text::PREVIOUS_PAGE}</a> })}
                {has_more.then(|| view! { <a href=to(number + 1)>{text::NEXT_PAGE}</a> })}
            </nav>
        }
    })
}
