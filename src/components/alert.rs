//! A message that something did not work.

use leptos::prelude::*;

/// Read out by screen readers as soon as the page is there.
#[component]
pub fn Alert(children: Children) -> impl IntoView {
    view! { <div class="alert" role="alert">{children()}</div> }
}
