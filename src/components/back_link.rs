//! The way back to the company's product.

use leptos::prelude::*;

use crate::{request, say};

/// "Back to …" to the address, if it is (still) one of the product's; else to the product's front page, if it is known.
#[component]
pub fn BackLink(return_url: Option<String>) -> impl IntoView {
    let product = request::settings().map(|settings| settings.product.clone())?;
    let to = return_url.and_then(|url| product.return_origins.parse_url(&url).ok());
    let (href, name) = match &to {
        Some(url) => (url.as_str().to_owned(), product.name_of(url).to_owned()),
        None => {
            let home = product.home_url.as_ref()?;
            let name = product.brand_name.as_ref().map_or_else(|| home.host(), |name| name.as_str());
            (home.as_str().to_owned(), name.to_owned())
        }
    };
    Some(
        view! { <a class="back-link" href=href>{say!(request::reader(), "back-to", name = billing::isolated(&name))}</a> },
    )
}
