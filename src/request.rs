//! What pages, components and actions read of the current request and set on its answer. Outside a
//! request the getters return `None`, and the setters do nothing.

use std::sync::Arc;

use axum::extract::FromRef;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use billing::Destination;
use database::Database;
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use leptos::{config::LeptosOptions, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_query_map;
use time::Duration;
use tower_sessions::Session;

use crate::{
    account::{Accounts, LoadedAccount, Seen},
    auth::{
        CameFromProduct, Client, ClientAddress, Device, KNOWN_BROWSER_LIFETIME, KnownBrowser, Member, SignIns, UserId,
        Visitor,
    },
    config::{PageUrl, Support},
    handover::Entrance,
    mailed_link::MailedLink,
    model::{AccountId, CHOOSE_ACCOUNT, NotAMember, ReturnPath, SITE_NAME},
    oidc::Oidc,
    state::{AppState, Settings},
    text::{MailWriter, Reader},
    token::Token,
};

fn part<T: FromRef<AppState>>() -> Option<T> {
    with_context(|state: &AppState| T::from_ref(state))
}

/// The server's settings.
pub fn settings() -> Option<Arc<Settings>> {
    part()
}

/// Where the built site is.
pub fn leptos_options() -> Option<LeptosOptions> {
    part()
}

/// The database, for public data.
pub fn database() -> Option<Database> {
    part()
}

/// Signing in, up and out.
pub fn sign_ins() -> Option<SignIns> {
    part()
}

/// Signing in at the company's identity provider, if people do.
pub fn oidc() -> Option<Oidc> {
    part::<Option<Oidc>>()?
}

/// The users' billing.
pub fn accounts() -> Option<Accounts> {
    part()
}

/// The address to redirect to.
pub fn address_of(destination: &Destination) -> String {
    settings().map(|settings| settings.address_of(destination)).unwrap_or_default()
}

/// Something of the request's head, which is too large to be cloned for it.
pub fn of_parts<T>(find: impl FnOnce(&Parts) -> Option<T>) -> Option<T> {
    with_context(find)?
}

/// The browser's session.
pub fn session() -> Option<Session> {
    of_parts(|parts| parts.extensions.get::<Session>().cloned())
}

/// Who asks, as the guard in front of every page and action found out.
pub fn visitor() -> Visitor {
    of_parts(|parts| parts.extensions.get::<Visitor>().cloned()).unwrap_or_default()
}

/// Who is signed in.
pub fn user() -> Option<UserId> {
    visitor().user()
}

/// The member as whom the visitor acts. Who is none is redirected: to the login page, which leads back to this page, or
/// to choose an account.
///
/// # Errors
/// When there is none.
pub fn member_or_redirect(back: &ReturnPath) -> Result<Member, NotAMember> {
    match visitor() {
        Visitor::Member(member) => Ok(member),
        Visitor::User(_) => {
            leptos_axum::redirect(CHOOSE_ACCOUNT);
            Err(NotAMember::NoAccount)
        }
        Visitor::SignedOut => {
            leptos_axum::redirect(&back.login_url());
            Err(NotAMember::SignedOut)
        }
    }
}

/// The member as whom the visitor acts, if any.
pub fn member() -> Option<Member> {
    visitor().member()
}

/// The page of the company's product from which the visitor came, if it said so.
pub fn return_url() -> Option<String> {
    of_parts(|parts| parts.extensions.get::<CameFromProduct>().cloned())?.0
}

/// What the page of a hand-over's link shows.
pub fn entrance() -> Option<Entrance> {
    of_parts(|parts| parts.extensions.get::<Entrance>().cloned())
}

/// Whether people can sign up and sign in with a password.
pub fn has_passwords() -> bool {
    settings().is_none_or(|settings| settings.product.sign_in.password)
}

/// Whether people can sign up and sign in with a mailed link.
pub fn has_links() -> bool {
    has_mail() && settings().is_some_and(|settings| settings.product.sign_in.link)
}

/// Whether mails are sent, or shown.
pub fn has_mail() -> bool {
    settings().is_some_and(|settings| settings.has_mail)
}

/// Who writes mails to the visitor, in their language.
pub fn mail_writer() -> Option<MailWriter> {
    Some(MailWriter { reader: reader(), site: site_name(), app_url: settings()?.app_url.clone() })
}

/// What the page of a mailed link shows.
pub fn mailed_link() -> Option<MailedLink> {
    of_parts(|parts| parts.extensions.get::<MailedLink>().cloned())
}

/// The cookie with the secret of a browser that asked for a mail.
pub const ASKING_BROWSER: &str = "asking_browser";

/// The secret of this browser, if it asked for a mail.
pub fn asking_browser() -> Option<Token> {
    cookie(ASKING_BROWSER)?.parse().ok()
}

/// The same, made if there is none; `None` without random bytes.
pub fn asks_by_mail() -> Option<Token> {
    let secret = asking_browser().or_else(Token::random)?;
    set_cookie(ASKING_BROWSER, secret.expose().to_owned(), Duration::days(2));
    Some(secret)
}

/// Whether the member shows by their password that it is they who ask.
pub fn needs_password(member: &Member) -> bool {
    has_passwords() && member.has_password
}

/// Whether the visitor's role allows what concerns billing.
pub fn may_bill() -> bool {
    member().is_some_and(|member| member.role.may_bill())
}

/// The account that was loaded for this page.
pub fn loaded_account() -> Option<LoadedAccount> {
    of_parts(|parts| parts.extensions.get::<LoadedAccount>().cloned())
}

/// The client that sends the request; attempts are counted by it.
pub fn client() -> Client {
    let address = of_parts(|parts| parts.extensions.get::<ClientAddress>().copied());
    let device = of_parts(|parts| Some(Device::of(&parts.headers)));
    Client {
        address: address.unwrap_or(ClientAddress::Unknown),
        device: device.unwrap_or_default(),
        browser: known_browser(),
    }
}

/// The cookie that identifies a browser in which somebody signed in before.
const KNOWN_BROWSER: &str = "known_browser";

fn known_browser() -> Option<KnownBrowser> {
    let now = clock::now_seconds();
    KnownBrowser::read(&sign_ins()?.keys, &cookie(KNOWN_BROWSER)?, now)
}

/// Sets the cookie that makes the browser a known one.
pub fn remember_browser(browser: &KnownBrowser) {
    let Some(sign_ins) = sign_ins() else { return };
    let value = browser.sign(&sign_ins.keys, clock::now_seconds());
    set_cookie(KNOWN_BROWSER, value, Duration::seconds(KNOWN_BROWSER_LIFETIME));
}

/// A value of the page's query.
pub fn query(name: &str) -> Option<String> {
    use_query_map().read_untracked().get(name)
}

/// The number of the list's page that is asked for, from 1.
pub fn page_number() -> u64 {
    query("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1)
}

/// Where to go after signing in, from the page's query.
pub fn next() -> Option<String> {
    query("next")
}

/// `/login` or `/signup`, with the page to return to.
pub fn with_next(path: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("{path}?{query}")
        }
        None => path.to_owned(),
    }
}

/// Sets the answer's HTTP status.
pub fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Redirects to a path of this site.
pub fn go(path: &ReturnPath) {
    leptos_axum::redirect(path.as_str());
}

/// Makes the browser delete its cached pages of this site, since somebody else may use it next. Not
/// "cookies": that would include other subdomains, and the session cookie is removed anyway.
pub fn forget_site_data() {
    if let Some(response) = use_context::<ResponseOptions>() {
        let what = HeaderValue::from_static("\"cache\", \"storage\"");
        response.insert_header(HeaderName::from_static("clear-site-data"), what);
    }
}

/// The cookie with the browser's time zone, set by our script; see [`crate::components::TimeZone`].
pub const TIME_ZONE: &str = "time_zone";

/// For whom this page is written.
pub fn reader() -> Reader {
    of_parts(|parts| parts.extensions.get::<Reader>().cloned()).unwrap_or_default()
}

/// The company's name, or what the site is.
pub fn site_name() -> String {
    settings().map_or_else(|| SITE_NAME.to_owned(), |settings| settings.site_name())
}

/// Where the company's support is reached, with a subject for a mail.
pub fn support_address(subject: &str) -> Option<String> {
    let settings = settings()?;
    Some(match settings.brand.support.as_ref()? {
        Support::Page(page) => page.as_str().to_owned(),
        mail @ Support::Mail(_) => {
            let subject = percent_encoding::utf8_percent_encode(subject, percent_encoding::NON_ALPHANUMERIC);
            format!("{}?subject={subject}", mail.href())
        }
    })
}

/// The company's terms of service and its privacy policy.
pub fn legal_pages() -> (Option<String>, Option<String>) {
    let Some(settings) = settings() else { return (None, None) };
    let address = |page: &Option<PageUrl>| page.as_ref().map(|page| page.as_str().to_owned());
    (address(&settings.brand.terms), address(&settings.brand.privacy))
}

/// The page's path.
pub fn path() -> String {
    of_parts(|parts| Some(parts.uri.path().to_owned())).unwrap_or_default()
}

/// The page's path and query, without the error of a form.
pub fn path_and_query() -> String {
    of_parts(|parts| parts.uri.path_and_query().map(|target| target.as_str().to_owned())).unwrap_or_default()
}

/// The cookie that says what the browser showed last of the account.
const SEEN: &str = "seen";

/// What the browser showed last of this account.
pub fn seen(account: &AccountId) -> Option<Seen> {
    Seen::read(account, &cookie(SEEN)?)
}

/// Remembers what the browser shows now.
pub fn keep_seen(seen: &Seen) {
    set_cookie(SEEN, seen.write(), Duration::days(1));
}

/// The cookie that carries the typed address from a refused form to the page that shows it again.
/// Not in the URL, which others can see.
const TYPED: &str = "typed_email";

/// The maximum number of characters kept: an address is not longer (RFC 5321, 4.5.3.1.3).
const LONGEST_EMAIL: usize = 254;

/// Keeps the typed address for the page that is shown next.
pub fn keep_typed_email(email: &str) {
    set_cookie(TYPED, email.chars().take(LONGEST_EMAIL).collect(), Duration::minutes(1));
}

fn set_cookie(name: &str, value: String, max_age: Duration) {
    let Some(settings) = settings() else { return };
    let app_url = &settings.app_url;
    let cookie = Cookie::build((app_url.cookie_name(name), value))
        .path("/")
        .max_age(max_age)
        .http_only(true)
        .secure(app_url.is_https())
        .same_site(SameSite::Lax)
        .build();
    let response = use_context::<ResponseOptions>();
    if let (Some(response), Ok(value)) = (response, HeaderValue::from_str(&cookie.encoded().to_string())) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// What was typed into the form that was just refused.
pub fn typed_email() -> Option<String> {
    cookie(TYPED).map(|email| email.chars().take(LONGEST_EMAIL).collect())
}

/// The value of one of our cookies, by its name without a prefix.
fn cookie(name: &str) -> Option<String> {
    let name = settings()?.app_url.cookie_name(name);
    of_parts(|parts| Some(CookieJar::from_headers(&parts.headers).get(&name)?.value().to_owned()))
}
