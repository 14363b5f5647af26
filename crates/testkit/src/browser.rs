//! A minimal browser for tests: it keeps cookies, sends a browser's headers with forms, and does
//! not follow redirects, so that tests can check them.

use std::collections::BTreeMap;

use reqwest::{
    Client, Method, RequestBuilder, StatusCode,
    header::{ACCEPT, COOKIE, HeaderMap, LOCATION, REFERER, SET_COOKIE},
    redirect::Policy,
};

/// One visitor, with cookies.
pub struct Browser {
    http: Client,
    url: String,
    cookies: BTreeMap<String, String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Browser {
    /// A visitor of the site at `url`, without a slash at the end.
    pub fn new(url: &str) -> Self {
        let http = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { http, url: url.to_owned(), cookies: BTreeMap::new() }
    }

    /// Changes the site's address; the cookies stay.
    pub fn move_to(&mut self, url: &str) {
        url.clone_into(&mut self.url);
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).header(ACCEPT, "text/html");
        self.send(request).await
    }

    /// Posts a form as a browser does without JavaScript, from the page it is usually on.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let page = match path {
            "/api/login" => "/login",
            "/api/signup" => "/signup",
            "/api/checkout" => "/pricing",
            _ => "/account",
        };
        self.post_from(page, path, form).await
    }

    /// The same from this page.
    pub async fn post_from(&mut self, page: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let referer = format!("{}{page}", self.url);
        let request = self.request(Method::POST, path).header(ACCEPT, "text/html").header(REFERER, referer).form(form);
        self.send(request).await
    }

    /// Posts a form as a script does.
    pub async fn fetch(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path).header(ACCEPT, "application/json").form(form);
        self.send(request).await
    }

    /// Posts an unchanged body.
    pub async fn post_body(&mut self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(Method::POST, path).body(body);
        self.send(request).await
    }

    /// A request to a path or to a full address of this site, as in redirects.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let path = path.strip_prefix(&self.url).unwrap_or(path);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.http.request(method, format!("{}{path}", self.url));
        if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) }
    }

    /// Sends a request from [`Browser::request`], and keeps the answer's cookies.
    pub async fn send(&mut self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer { status, headers, body: response.text().await.unwrap() }
    }

    /// The value of a stored cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Stores a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where it redirects to.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(LOCATION).map(|value| value.to_str().unwrap())
    }

    /// The unchanged `Set-Cookie` headers.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// The body, which must be JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The page's text as a reader sees it: without tags, comments and scripts.
    pub fn text(&self) -> String {
        text_of(&self.body)
    }
}

/// The text of a part of a page.
pub fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let skipped = if rest[start..].starts_with("<script") { "</script>" } else { ">" };
        let end = rest[start..].find(skipped).map_or(rest.len(), |end| start + end + skipped.len());
        rest = &rest[end..];
        if !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ;", ";")
}
