//! The notice that the account is being updated. It checks again automatically, with or without
//! JavaScript.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{model::CameFrom, request::reader, say};

/// The maximum number of checks. After that the page stays as it is, and the worker continues.
const MOST_TRIES: u8 = 5;

/// Seconds between two checks.
const PAUSE: u8 = 3;

/// Shown when Stripe answered too late, so that the user's last change may be missing on the page.
#[component]
pub fn Updating(
    came_from: CameFrom,
    /// The number of checks so far.
    tries: u8,
) -> impl IntoView {
    let reader = reader();
    let path = came_from.account_path();
    let again = (tries < MOST_TRIES).then(|| {
        let refresh = format!("{PAUSE}; url={path}&try={}", tries + 1);
        view! {
            <script nonce=use_nonce() inner_html=look_again(&path)></script>
            // Reloading the page disturbs its reader, so it is only for browsers without
            // JavaScript.
            <noscript>
                <meta http-equiv="refresh" content=refresh />
            </noscript>
        }
    });
    let news = if again.is_some() { say!(reader, "updating") } else { say!(reader, "still-late") };
    view! {
        <p class="notice" role="status" id="updating">
            {news}" "
            <a href=path.clone()>{say!(reader, "refresh")}</a>
        </p>
        {again}
    }
}

/// A short script rather than an island. It checks in the background, and reloads the page only
/// when the update is there.
fn look_again(path: &str) -> String {
    format!(
        "(function look(tries){{if(tries)setTimeout(()=>fetch('{path}').then(r=>r.text()).then(page=>\
         page.includes('id=\"updating\"')?look(tries-1):location.replace('{path}')).catch(()=>look(tries-1)),\
         {PAUSE}000);else location.replace('{path}&try={MOST_TRIES}')}})({MOST_TRIES})"
    )
}
