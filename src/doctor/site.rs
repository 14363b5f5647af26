//! Checks the running site: its address, its headers and its cookies.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::Full;
use https::Http;
use stripe::Mode;

use crate::doctor::{
    finding::Finding,
    installation::{Account, Installation},
};

const CHECK: &str = "site";
const PATIENCE: Duration = Duration::from_secs(10);

/// Headers of every answer; see `http/headers.rs`. A proxy may remove them.
const HEADERS: [&str; 4] =
    ["content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy"];

pub(super) async fn check(installation: &Installation, account: Option<&Account>, findings: &mut Vec<Finding>) {
    let url = &installation.app_url;
    let live = account.is_some_and(|account| account.key.mode() == Mode::Live);
    findings.push(match (url.is_https(), url.is_loopback() && !live) {
        (true, _) => Finding::green(CHECK, format!("{url} is https")),
        (false, true) => Finding::green(CHECK, format!("{url} is this machine, for development")),
        (false, false) => {
            let what = format!("{url} is not https: sessions and passwords can be read on the network");
            Finding::red(CHECK, what, "serve it over https and set APP_URL")
        }
    });
    if !installation.has_support {
        let what = "its pages tell customers to contact support, and not where";
        findings.push(Finding::yellow(CHECK, what, "set SUPPORT_EMAIL or SUPPORT_URL"));
    }
    let ready = ask(Request::get(url.join("/readyz")), "").await;
    match ready {
        None => {
            findings.push(Finding::red(CHECK, format!("{url} cannot be reached"), "start the site, and check APP_URL"));
            return;
        }
        Some((StatusCode::OK, _)) => findings.push(Finding::green(CHECK, "the site is ready to serve")),
        Some((status, _)) => {
            let what = format!("{url}/readyz answers {status}");
            findings.push(Finding::red(CHECK, what, "check the log of the server, and the proxy in front of it"));
        }
    }
    check_browsers(installation, findings).await;
}

/// Sends a sign-in that is always refused, with an invalid session. The answer has the headers of
/// every answer, removes the session cookie and sets another cookie.
async fn check_browsers(installation: &Installation, findings: &mut Vec<Finding>) {
    let url = &installation.app_url;
    let request = Request::post(url.join("/api/login"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "text/html")
        .header(header::ORIGIN, url.to_string())
        .header(header::REFERER, url.join("/login"))
        .header(header::COOKIE, "session=AAAAAAAAAAAAAAAAAAAAAA; __Host-session=AAAAAAAAAAAAAAAAAAAAAA");
    let Some((status, headers)) = ask(request, "email=doctor&password=").await else { return };

    let mut missing: Vec<&str> = HEADERS.into_iter().filter(|name| !headers.contains_key(*name)).collect();
    if url.is_https() && !headers.contains_key(header::STRICT_TRANSPORT_SECURITY) {
        missing.push("strict-transport-security");
    }
    findings.push(if missing.is_empty() {
        Finding::green(CHECK, "its answers carry the security headers")
    } else {
        let what = format!("its answers lack {}", missing.join(", "));
        Finding::red(CHECK, what, "check which proxy removes them, and whether the site runs with this APP_URL")
    });
    if status == StatusCode::FORBIDDEN {
        let what = format!("it refuses requests from {url} as requests from another site");
        let remedy = "run the site with this APP_URL, behind a proxy that passes Origin on unchanged";
        findings.push(Finding::red(CHECK, what, remedy));
        return;
    }
    findings.push(match cookie_flaw(&headers, url.is_https()) {
        None => Finding::green(CHECK, "its cookies have the required names and attributes"),
        Some(flaw) => {
            Finding::red(CHECK, flaw, "run the site with this APP_URL, behind a proxy that passes cookies on unchanged")
        }
    });
}

fn cookie_flaw(headers: &HeaderMap, https: bool) -> Option<String> {
    let cookies: Vec<&str> =
        headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    let prefix = if https { "__Host-" } else { "" };
    let named = |name: &str| cookies.iter().find(|cookie| cookie.starts_with(&format!("{prefix}{name}=")));
    if named("session").is_none() {
        return Some(format!("its session cookie is not called {prefix}session"));
    }
    let Some(typed) = named("typed_email") else {
        return Some("it sets no cookie `typed_email` after a refused sign-in".to_owned());
    };
    let mut wanted = vec!["HttpOnly", "SameSite=Lax"];
    if https {
        wanted.push("Secure");
    }
    let lacking =
        wanted.into_iter().find(|attribute| !typed.split("; ").any(|part| part.eq_ignore_ascii_case(attribute)));
    lacking.map(|attribute| format!("its cookies lack {attribute}"))
}

async fn ask(request: http::request::Builder, body: &'static str) -> Option<(StatusCode, HeaderMap)> {
    let request = request.body(Full::from(Bytes::from_static(body.as_bytes()))).ok()?;
    let (status, headers, _) = Http::new().send(request, PATIENCE).await.ok()?;
    Some((status, headers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(cookies: [&'static str; 2], https: bool) -> Option<String> {
        let cookies = cookies.map(|cookie| (header::SET_COOKIE, http::HeaderValue::from_static(cookie)));
        cookie_flaw(&cookies.into_iter().collect(), https)
    }

    #[test]
    fn over_https_cookies_are_locked_to_the_host() {
        let session = "__Host-session=; Path=/; Max-Age=0; Secure";
        let typed = "__Host-typed_email=doctor; HttpOnly; SameSite=Lax; Secure; Path=/";
        assert_eq!(flaw([session, typed], true), None);
        for (cookies, words) in [
            (["session=; Path=/; Max-Age=0", typed], "is not called __Host-session"),
            ([session, "__Host-typed_email=doctor; HttpOnly; SameSite=Lax; Path=/"], "lack Secure"),
            ([session, "__Host-typed_email=doctor; HttpOnly; SameSite=Strict; Secure"], "lack SameSite=Lax"),
            ([session, session], "sets no cookie"),
        ] {
            let found = flaw(cookies, true).unwrap_or_default();
            assert!(found.contains(words), "{words}: {found}");
        }
    }
}
