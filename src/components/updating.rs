//! Says that news is on its way, and looks again by itself, with JavaScript or without.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    model::{CameFrom, ReturnPath},
    text,
};

/// How often it is looked again; after that the page is left as it is, and the worker goes on trying.
const MOST_TRIES: u8 = 5;

/// Seconds between two looks.
const PAUSE: u8 = 3;

/// Shown when Stripe was too slow for what somebody just did there to be on the page.
#[component]
pub fn Updating(
    came_from: CameFrom,
    /// How often it was looked before.
    tries: u8,
) -> impl IntoView {
    let path = came_from.account_path();
    let again = (tries < MOST_TRIES).then(|| {
        let refresh = format!("{PAUSE}; url={path}&try={}", tries + 1);
        view! {
            <script nonce=use_nonce() inner_html=look_again(&path)></script>
            // A page that reloads under its reader is for those who have no other way.
            <noscript>
                <meta http-equiv="refresh" content=refresh />
            </noscript>
        }
    });
    let news = if again.is_some() { text::UPDATING } else { text::STILL_LATE };
    view! {
        <p class="notice" role="status" id="updating">
            {news}
            <a href=path.clone()>{text::LOOK_AGAIN}</a>
        </p>
        {again}
    }
}

/// A few lines of script rather than an island: they look in the background, and show the page
/// anew only once there is news.
fn look_again(path: &str) -> String {
    let account = ReturnPath::default();
    format!(
        "(function look(tries){{if(tries)setTimeout(()=>fetch('{path}').then(r=>r.text()).then(page=>\
         page.includes('id=\"updating\"')?look(tries-1):location.replace('{account}')).catch(()=>look(tries-1)),\
         {PAUSE}000);else location.replace('{path}&try={MOST_TRIES}')}})({MOST_TRIES})"
    )
}
