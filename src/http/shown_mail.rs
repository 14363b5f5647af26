//! `/_demo/mail`: the mails that nobody is sent, in development. Their links are secrets, so only whoever sits at this
//! machine sees them: by the socket's address, and not through a proxy.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::{ConnectInfo, Request},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use html_escape::{encode_double_quoted_attribute, encode_text};

use crate::{
    config::Origins,
    http::error_page,
    mail::{Delivery, Shown, ShownMail},
    state::{AppState, Settings},
    text::Reader,
};

/// Where the mails are.
pub const PATH: &str = "/_demo/mail";

/// The route of the page where mails are shown; otherwise no route, so the answer is the "not found" page.
pub fn shown_mail(settings: &Settings, delivery: &Delivery) -> Router<AppState> {
    let Delivery::Shown(shown) = delivery.clone() else { return Router::new() };
    let (sheet, origins) = (settings.stylesheet.clone(), settings.origins.clone());
    Router::new().route(PATH, get(async move |request: Request| answer(&request, &shown, &sheet, &origins)))
}

fn answer(request: &Request, shown: &Shown, sheet: &str, origins: &Origins) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical());
    let is_here = peer.is_some_and(|peer| peer.is_loopback()) && !is_forwarded(request.headers());
    if !is_here || !is_named(request, origins) {
        return error_page(StatusCode::NOT_FOUND);
    }
    let mails: String = shown.all().iter().map(section).collect();
    let none = if mails.is_empty() { "<p>No mail has been posted yet.</p>" } else { "" };
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Mail · Demo</title>\
         <link rel=\"stylesheet\" href=\"{sheet}\"></head><body><main class=\"page\"><h1>Mail</h1>\
         <p class=\"hint\">Without SMTP_URL, mails are shown here instead of sent. Only this machine sees them.</p>\
         {none}{mails}<p><a href=\"/\">Back to the site</a></p></main></body></html>"
    );
    ([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

/// Whether the browser knows this site by its own name, and not by one that somebody else made lead here.
fn is_named(request: &Request, origins: &Origins) -> bool {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| origins.contains(&format!("http://{host}")) || origins.contains(&format!("https://{host}")))
}

/// Whether a proxy passed the request on: then its peer says nothing about who asks.
fn is_forwarded(headers: &HeaderMap) -> bool {
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

fn section(ShownMail { to, written_at, content, .. }: &ShownMail) -> String {
    let at = Reader::default().moment(*written_at);
    let lines: String = content.lines.iter().map(|line| format!("<p>{}</p>", encode_text(line))).collect();
    let code = content.code.as_ref().map(|code| format!("<p><code>{}</code></p>", encode_text(code)));
    let (url, label) = (encode_double_quoted_attribute(&content.button.url), encode_text(&content.button.label));
    let (lang, dir) = (encode_double_quoted_attribute(&content.lang), encode_double_quoted_attribute(&content.dir));
    format!(
        "<section class=\"card form\" lang=\"{lang}\" dir=\"{dir}\"><h2>{}</h2><p class=\"hint\">{} · {at}</p>\
         {lines}{}<p><a class=\"button\" href=\"{url}\">{label}</a></p></section>",
        encode_text(&content.subject),
        encode_text(to),
        code.unwrap_or_default()
    )
}
