//! Says that news is on its way, and looks again: by the browser itself, without JavaScript.

use leptos::prelude::*;

use crate::model::CameFrom;

/// How often the page looks again by itself; after that it is left to the webhook.
const MOST_TRIES: u8 = 5;

/// Shown when Stripe was too slow for what somebody just did there to be on the page.
#[component]
pub fn Updating(
    came_from: CameFrom,
    /// How often it was looked before.
    tries: u8,
) -> impl IntoView {
    let path = came_from.account_path();
    let again = (tries < MOST_TRIES).then(|| format!("3; url={path}&try={}", tries + 1));
    view! {
        <p class="notice" role="status">
            "Updating… What you have just changed appears here shortly. "
            <a href=path>"Look again"</a>
        </p>
        {again.map(|content| view! { <meta http-equiv="refresh" content=content /> })}
    }
}
