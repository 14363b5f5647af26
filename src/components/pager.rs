//! The ways to the pages before and after one of a list.

use leptos::prelude::*;

use crate::{request::reader, say};

/// Nothing, if there is one page only.
#[component]
pub fn Pager(
    /// The page's path, without a query.
    path: &'static str,
    /// The page that is shown, from 1.
    number: u64,
    has_more: bool,
) -> impl IntoView {
    let reader = reader();
    (number > 1 || has_more).then(|| {
        let to = |number: u64| format!("{path}?page={number}");
        view! {
            <nav class="pager" aria-label=say!(reader, "pages")>
                {(number > 1).then(|| view! { <a href=to(number - 1)>{say!(reader, "previous-page")}</a> })}
                {has_more.then(|| view! { <a href=to(number + 1)>{say!(reader, "next-page")}</a> })}
            </nav>
        }
    })
}
