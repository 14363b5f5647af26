//! The header of every page: the navigation, and who is signed in.

use leptos::prelude::*;

use crate::{
    actions::Logout,
    components::back_link::BackLink,
    request::{has_passwords, path, reader, return_url, settings, site_name, user},
    say,
};

/// Name and navigation.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let is_signed_in = user().is_some();
    let back = return_url().filter(|_| is_signed_in);
    let logout = ServerAction::<Logout>::new();
    let here = path();
    let link = |href: &'static str, text: String| {
        let current = (here == href).then_some("page");
        view! { <a href=href aria-current=current>{text}</a> }
    };
    view! {
        <header class="site-header">
            <a class="brand" href="/"><BrandMark /></a>
            <nav aria-label=say!(reader(), "site-navigation")>
                {back.map(|url| view! { <BackLink return_url=Some(url) /> })}
                {link("/pricing", say!(reader(), "pricing"))}
                {if is_signed_in {
                    view! {
                        {link("/account", say!(reader(), "account"))}
                        <ActionForm action=logout>
                            <button type="submit" class="link-button">{say!(reader(), "sign-out")}</button>
                        </ActionForm>
                    }
                        .into_any()
                } else {
                    view! {
                        {link("/login", say!(reader(), "sign-in"))}
                        {has_passwords().then(|| link("/signup", say!(reader(), "sign-up")))}
                    }
                        .into_any()
                }}
            </nav>
        </header>
    }
}

/// The company's logo, or its name.
#[component]
fn BrandMark() -> impl IntoView {
    let name = site_name();
    let Some(settings) = settings().filter(|settings| settings.brand.logo.is_some()) else { return name.into_any() };
    let (light, dark) = (settings.brand.logo.as_ref(), settings.brand.logo_dark.as_ref());
    let dark = dark.map(|logo| {
        view! { <source srcset=logo.href() media="(prefers-color-scheme: dark)" /> }
    });
    let light = light.map(|logo| view! { <img class="brand-logo" src=logo.href() alt=name /> });
    view! { <picture>{dark}{light}</picture> }.into_any()
}
