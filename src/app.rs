//! The HTML document around every page, and the routes of the pages.

use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    ParamSegment, SsrMode, StaticSegment,
    components::{Route, Router, Routes},
};

use crate::{
    components::{CleanAddress, DemoBanner, SignOutAlert, SiteFooter, SiteHeader},
    http::content_security_policy,
    pages::{
        AccountPage, ChooseAccountPage, CodePage, DeleteAccountPage, EnterPage, HomePage, LoginPage, MailedLinkPage,
        MembersPage, NotFoundPage, PasswordPage, PricingPage, ResetPage, SecurityPage, SignupPage,
    },
    request::{oidc, reader, site_name},
    say,
    state::Settings,
};

/// The HTML document. Its Content-Security-Policy contains the nonce of its scripts.
pub fn shell(options: LeptosOptions, settings: &Settings) -> impl IntoView + use<> {
    set_policy(&options, settings);
    let stylesheet = settings.stylesheet.clone();
    let reader = reader();
    view! {
        <!DOCTYPE html>
        <html lang=reader.lang() dir=reader.dir()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link id="site-style" rel="stylesheet" href=stylesheet />
                {settings.brand.stylesheet.as_ref().map(|sheet| view! { <link rel="stylesheet" href=sheet.href() /> })}
                <AutoReload options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

fn set_policy(options: &LeptosOptions, settings: &Settings) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    // Under `cargo leptos watch` the page listens for changes on a socket of its own.
    let socket =
        std::env::var_os("LEPTOS_WATCH").map(|_| format!("ws://{}:{}", options.site_addr.ip(), options.reload_port));
    let provider = oidc().map(|oidc| oidc.provider().end_session_origin());
    let policy = content_security_policy(settings, &nonce.to_string(), socket.as_deref(), provider.as_deref());
    if let Ok(policy) = http::HeaderValue::from_str(&policy) {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Every page is rendered completely before its first byte is sent: its status and headers depend
/// on the data, and without JavaScript the rest could not be filled in later.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let reader = reader();
    let name = site_name();
    view! {
        <Title formatter=move |title: String| format!("{title} · {name}") />
        <Router>
            <a class="skip-link" href="#main">{say!(reader, "skip-to-content")}</a>
            <DemoBanner />
            <SiteHeader />
            <main id="main" class="page" tabindex="-1">
                <SignOutAlert />
                <Routes fallback=NotFoundPage>
                    <Route path=StaticSegment("") view=HomePage ssr=SsrMode::Async />
                    <Route path=StaticSegment("pricing") view=PricingPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("login") view=LoginPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("signup") view=SignupPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("reset") view=ResetPage ssr=SsrMode::Async />
                    <Route
                        path=(StaticSegment("login"), StaticSegment("code"))
                        view=CodePage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=(StaticSegment("mail"), ParamSegment("what"), ParamSegment("token"))
                        view=MailedLinkPage
                        ssr=SsrMode::Async
                    />
                    <Route path=(StaticSegment("enter"), ParamSegment("token")) view=EnterPage ssr=SsrMode::Async />
                    <Route path=StaticSegment("account") view=AccountPage ssr=SsrMode::Async />
                    <Route
                        path=(StaticSegment("account"), StaticSegment("choose"))
                        view=ChooseAccountPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=(StaticSegment("account"), StaticSegment("members"))
                        view=MembersPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=(StaticSegment("account"), StaticSegment("password"))
                        view=PasswordPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=(StaticSegment("account"), StaticSegment("security"))
                        view=SecurityPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=(StaticSegment("account"), StaticSegment("delete"))
                        view=DeleteAccountPage
                        ssr=SsrMode::Async
                    />
                </Routes>
            </main>
            <SiteFooter />
            <CleanAddress />
        </Router>
    }
}
