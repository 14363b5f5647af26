//! Tells the server the browser's time zone, which no request header says.

use leptos::{nonce::use_nonce, prelude::*};

use crate::request::TIME_ZONE;

/// One line of script that sets a cookie for the pages to come. It stands on the pages where one
/// signs in, so that the first account page is right already; without JavaScript, days are UTC's.
#[component]
pub fn TimeZone() -> impl IntoView {
    let script = format!(
        "document.cookie=\"{TIME_ZONE}=\"+encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)\
         +\";path=/;max-age=31536000;samesite=lax\"+(location.protocol==\"https:\"?\";secure\":\"\")"
    );
    view! { <script nonce=use_nonce() inner_html=script></script> }
}
