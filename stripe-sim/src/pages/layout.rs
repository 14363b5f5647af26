//! The frame of a hosted page. It says on every page what this is, and looks like nobody's brand.

use super::headers::protect;
use super::style::STYLE_PATH;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use url::Url;

/// A page being made: its heading, and the way back where there is one.
pub(crate) struct Page<'a> {
    title: &'a str,
    return_url: Option<&'a str>,
    notice: Option<&'a str>,
    /// Where a form's answer may lead besides back here.
    form_target: Option<String>,
    /// At the foot of the page.
    links: Vec<(&'static str, &'a str)>,
}

impl<'a> Page<'a> {
    pub fn new(title: &'a str) -> Self {
        Self { title, return_url: None, notice: None, form_target: None, links: Vec::new() }
    }

    pub fn return_url(mut self, url: Option<&'a str>) -> Self {
        self.return_url = url;
        self
    }

    pub fn notice(mut self, notice: Option<&'a str>) -> Self {
        self.notice = notice;
        self
    }

    pub fn link(mut self, text: &'static str, url: Option<&'a str>) -> Self {
        self.links.extend(url.map(|url| (text, url)));
        self
    }

    pub fn forms_may_lead_to(mut self, url: Option<&str>) -> Self {
        self.form_target = url.and_then(origin);
        self
    }

    pub fn respond(self, body: Markup) -> Response {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (self.title) " · Simulated billing" }
                    link rel="stylesheet" href=(STYLE_PATH);
                }
                body {
                    header class="top" {
                        p class="name" { "Simulated billing" }
                        @if let Some((url, host)) = self.return_url.and_then(|url| Some((url, host(url)?))) {
                            nav aria-label="Way back" {
                                a href=(url) { "Return to " (host) }
                            }
                        }
                    }
                    main {
                        h1 { (self.title) }
                        @if let Some(notice) = self.notice {
                            p class="notice" role="status" { (notice) }
                        }
                        (body)
                    }
                    footer {
                        @for (text, url) in &self.links {
                            a href=(url) { (text) } " "
                        }
                        p { "This page is a simulation for development and tests. It is not Stripe, and no money moves." }
                    }
                }
            }
        };
        let mut response = page.into_response();
        protect(&mut response, self.form_target.as_deref());
        response
    }
}

/// "example.com", "127.0.0.1:3000".
fn host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

fn origin(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.origin().ascii_serialization())
}

/// A day as a person reads it, and as a machine does.
pub(crate) fn date(at: i64) -> Markup {
    let Ok(day) = OffsetDateTime::from_unix_timestamp(at) else {
        return html! { "a distant day" };
    };
    let machine = day.format(format_description!("[year]-[month]-[day]"));
    html! { time datetime=(machine.unwrap_or_default()) { (plain_date(at)) } }
}

/// "March 7, 2026".
pub(crate) fn plain_date(at: i64) -> String {
    written(at, format_description!("[month repr:long] [day padding:none], [year]"))
}

/// "07 Mar 2026", as Stripe writes it in the descriptions of invoice lines.
pub(crate) fn short_date(at: i64) -> String {
    written(at, format_description!("[day] [month repr:short] [year]"))
}

fn written(at: i64, form: &[BorrowedFormatItem<'_>]) -> String {
    OffsetDateTime::from_unix_timestamp(at).ok().and_then(|day| day.format(form).ok()).unwrap_or_default()
}
