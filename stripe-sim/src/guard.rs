//! Which requests are answered at all. The simulator asks nobody who they are, so it must not be reached through the
//! browser of somebody who visits a hostile page: neither under a name that the page's owner points to 127.0.0.1 (DNS
//! rebinding), for which the page would count as the simulator's own, nor by forms that post to its controls.

use axum::extract::{Request, State};
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The hosts besides loopback that a request may be addressed to.
#[derive(Debug, Clone)]
pub(crate) struct Hosts(Arc<[String]>);

impl Hosts {
    /// These, and the address that is listened on. Fails when one of them is no name of a host.
    pub fn new(named: &[String], addr: SocketAddr) -> io::Result<Self> {
        let read = |name: &String| {
            let wrong = || io::Error::new(io::ErrorKind::InvalidInput, format!("{name:?} is no name of a host"));
            name.parse().map(|authority| host(&authority)).map_err(|_| wrong())
        };
        let own = addr.ip().to_string();
        let hosts = named.iter().map(read).chain([Ok(own)]);
        Ok(Self(hosts.collect::<io::Result<_>>()?))
    }

    fn include(&self, authority: &Authority) -> bool {
        let host = host(authority);
        let loopback = match host.parse::<IpAddr>() {
            Ok(ip) => ip.to_canonical().is_loopback(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        };
        loopback || self.0.contains(&host)
    }
}

/// The name or address alone, as it is compared.
fn host(authority: &Authority) -> String {
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// Accepts requests that are addressed to this simulator, and refuses others with the reason.
pub(crate) async fn check(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let Some(authority) = addressed(&request) else {
        return refused(
            path,
            StatusCode::BAD_REQUEST,
            "a request needs exactly one Host, and a readable one".to_owned(),
        );
    };
    if !hosts.include(&authority) {
        let name = authority.host();
        let message = format!(
            "the simulator answers to loopback names only, not to {name}: it may be a hostile page's. If the name is \
             yours, start stripe-sim with --allow-host {name}"
        );
        return refused(path, StatusCode::MISDIRECTED_REQUEST, message);
    }
    if path.starts_with("/_sim") && !request.method().is_safe() && is_foreign(request.headers(), &authority) {
        let message = "a page of another site must not use the simulator's controls".to_owned();
        return refused(path, StatusCode::FORBIDDEN, message);
    }
    next.run(request).await
}

/// Whom the request is for; nothing if it says so not at all, twice, or differently (RFC 9112, 3.2). Names of users have
/// no place there.
fn addressed(request: &Request) -> Option<Authority> {
    let host: Authority = only(request.headers(), &HOST)?.parse().ok()?;
    let agrees = request.uri().authority().is_none_or(|target| target == &host);
    (agrees && !host.as_str().contains('@')).then_some(host)
}

/// Whether a browser says that the request comes from a page that is not the simulator's own. What is no browser says
/// nothing.
fn is_foreign(headers: &HeaderMap, own: &Authority) -> bool {
    let from_afar = headers.get_all(SEC_FETCH_SITE).iter().any(|site| site != "same-origin" && site != "none");
    let is_own = |origin: &str| {
        origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(own.as_str()))
    };
    from_afar || (headers.contains_key(ORIGIN) && !only(headers, &ORIGIN).is_some_and(is_own))
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// In the form of the API's or the controls' errors, so that a wrongly configured name is
/// explained.
fn refused(path: &str, status: StatusCode, message: String) -> Response {
    let error = if path.starts_with("/v1") {
        json!({ "type": "invalid_request_error", "message": message })
    } else {
        json!(message)
    };
    (status, Json(json!({ "error": error }))).into_response()
}
