//! The way to the company's identity provider.

use leptos::prelude::*;

use crate::{
    config::BrandName,
    model::OidcError,
    request::{self, query, reader},
    say,
};

/// Nothing, unless people sign in there: "Continue with …", after which they come back to `next`.
#[component]
pub fn ProviderLink(
    next: Option<String>,
    /// Whether it is what the page is for.
    is_primary: bool,
) -> impl IntoView {
    let oidc = request::oidc()?;
    let brand = request::settings()?.product.brand_name.clone();
    let host = oidc.provider().issuer().host().to_owned();
    let name = brand.as_ref().map_or(host, |name| BrandName::as_str(name).to_owned());
    let href = request::with_next("/oidc/start", next.as_deref());
    let class = if is_primary { "button button-primary" } else { "button" };
    let text = say!(reader(), "continue-with", name = billing::isolated(&name));
    // The address is no page of ours.
    Some(view! { <p><a class=class href=href rel="external">{text}</a></p> })
}

/// Why signing in there did not work just now.
pub fn provider_problem() -> Option<OidcError> {
    query("problem").and_then(|problem| OidcError::parse(&problem)).filter(|_| request::oidc().is_some())
}
