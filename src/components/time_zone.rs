//! Tells the server the browser's time zone, which is in no request header.

use leptos::{nonce::use_nonce, prelude::*};

use crate::request;

/// One line of script that sets a cookie for later requests. It is on the sign-in and sign-up
/// pages, so that the first account page is right already. Without JavaScript days are in UTC.
#[component]
pub fn TimeZone() -> impl IntoView {
    let settings = request::settings()?;
    let name = settings.app_url.cookie_name(request::TIME_ZONE);
    let secure = if settings.app_url.is_https() { ";secure" } else { "" };
    let script = format!(
        "document.cookie=\"{name}=\"+encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)\
         +\";path=/;max-age=31536000;samesite=lax{secure}\""
    );
    Some(view! { <script nonce=use_nonce() inner_html=script></script> })
}
