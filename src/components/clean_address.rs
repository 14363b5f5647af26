//! Takes out of the address what was for this showing of the page only: an error, or where the visitor came from.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{model::CameFrom, request::query};

/// A short script, if there is something to take out: reloading or sharing the page should not show it again. Without
/// JavaScript the address stays, and the page works as well.
#[component]
pub fn CleanAddress() -> impl IntoView {
    let came_from = query("from").and_then(|place| CameFrom::parse(&place));
    let has_failed = query("__err").is_some() || query("problem").is_some();
    let is_needed = (has_failed || came_from.is_some()) && query("try").is_none();
    let script = "(function(){if(document.getElementById('updating'))return;const u=new URL(location);\
                  for(const n of ['__err','__path','from','problem'])u.searchParams.delete(n);\
                  history.replaceState(history.state,'',u)})()";
    is_needed.then(|| view! { <script nonce=use_nonce() inner_html=script></script> })
}
