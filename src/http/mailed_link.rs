//! `/mail/{what}/{token}`: the links in mails. Nothing happens by opening one, since programs open links before people
//! do; the page has a button. Only a link that signs in does so at once, for a person in the browser that asked for it.

use std::sync::Arc;

use axum::{
    extract::{FromRef, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use http::StatusCode;
use sea_orm::DbErr;
use tower_sessions::Session;

use crate::{
    account::find_invitation,
    auth::{SignIns, Visitor, by_mail::enter_by_link, email_token},
    entity::email_token::Model,
    http::{
        client::client_of,
        enter::{address_of, is_navigation},
        error_page,
        guard::found,
    },
    mailed_link::MailedLink,
    model::{AuthError, ReturnPath, TokenPurpose},
    request::ASKING_BROWSER,
    state::{AppState, Settings},
    text::{MailWriter, Reader},
    token::{MAILED, Token},
};

/// The parts that mailed links need.
#[derive(Clone)]
pub struct Postman {
    sign_ins: SignIns,
    settings: Arc<Settings>,
}

impl Postman {
    fn writer(&self, request: &Request) -> MailWriter {
        let reader = request.extensions().get::<Reader>().cloned().unwrap_or_default();
        MailWriter { reader, site: self.settings.site_name(), app_url: self.settings.app_url.clone() }
    }
}

impl FromRef<AppState> for Postman {
    fn from_ref(state: &AppState) -> Self {
        Self { sign_ins: state.sign_ins.clone(), settings: state.settings.clone() }
    }
}

/// Goes before the page of the link, and after the guard: hands the page what it shows.
pub async fn open_mailed_link(
    State(postman): State<Postman>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(rest) = request.uri().path().strip_prefix(MAILED) else { return next.run(request).await };
    let named = rest.split_once('/').and_then(|(what, token)| Some((what.to_owned(), token.parse::<Token>().ok()?)));
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let asking = asking_browser(&postman.sign_ins, &request);
    let link = match named {
        Some((what, token)) => find(&postman.sign_ins, &what, token, &visitor, asking.as_ref()).await,
        None => Ok(Found::Link(MailedLink::Closed)),
    };
    let link = match link {
        Ok(Found::Link(link)) => link,
        Ok(Found::SignInFirst) => {
            let back = request.uri().path().parse::<ReturnPath>().unwrap_or_default();
            return found(&back.login_url());
        }
        Ok(Found::Here(token)) if request.method() == Method::GET && is_navigation(request.headers()) => {
            let client = client_of(request.headers(), request.extensions());
            let writer = postman.writer(&request);
            match enter_by_link(&postman.sign_ins, &session, client, &token, &writer).await {
                Ok(next) => {
                    return found(next.unwrap_or_default().parse::<ReturnPath>().unwrap_or_default().as_str());
                }
                Err(AuthError::Unavailable) => return error_page(StatusCode::SERVICE_UNAVAILABLE),
                Err(AuthError::Disabled) => MailedLink::Disabled,
                Err(_) => MailedLink::Closed,
            }
        }
        Ok(Found::Here(token)) => match email_token::find(&postman.sign_ins.db, TokenPurpose::SignIn, &token).await {
            Ok(Some(open)) => MailedLink::SignIn { token, email: open.email, other: None },
            Ok(None) => MailedLink::Closed,
            Err(error) => return unavailable(&error),
        },
        Err(error) => return unavailable(&error),
    };
    request.extensions_mut().insert(link);
    next.run(request).await
}

enum Found {
    Link(MailedLink),
    /// It is a user's, and nobody is signed in.
    SignInFirst,
    /// It signs in, and this browser asked for it.
    Here(Token),
}

async fn find(
    sign_ins: &SignIns,
    what: &str,
    token: Token,
    visitor: &Visitor,
    asking: Option<&Token>,
) -> Result<Found, DbErr> {
    let db = &sign_ins.db;
    let open = async |purpose| email_token::find(db, purpose, &token).await;
    let is_here = |found: &Model| found.browser_hash.is_some() && asking.map(Token::hash) == found.browser_hash;
    let link = match what {
        "sign-up" => open(TokenPurpose::SignUp).await?.map(|found| {
            let asks_password = !is_here(&found);
            MailedLink::SignUp { token, email: found.email, asks_password }
        }),
        "reset" => open(TokenPurpose::Reset)
            .await?
            .filter(|found| found.user_id.is_some())
            .map(|found| MailedLink::Reset { token, email: found.email }),
        "address" => match (open(TokenPurpose::Address).await?, visitor.user()) {
            (Some(_), None) => return Ok(Found::SignInFirst),
            (Some(found), Some(user)) if found.user_id == Some(user.0) => {
                Some(MailedLink::Address { token, email: found.email })
            }
            _ => None,
        },
        "sign-in" => match open(TokenPurpose::SignIn).await? {
            Some(found) if is_here(&found) && visitor.user().is_none() => return Ok(Found::Here(token)),
            Some(found) => {
                let other = address_of(db, visitor.user()).await?.filter(|other| *other != found.email);
                Some(MailedLink::SignIn { token, email: found.email, other })
            }
            None => None,
        },
        "invitation" => match find_invitation(db, &token).await? {
            Some(invitation) => {
                let visitor = address_of(db, visitor.user()).await?;
                Some(MailedLink::Invitation { token, invitation, visitor })
            }
            None => None,
        },
        _ => None,
    };
    Ok(Found::Link(link.unwrap_or(MailedLink::Closed)))
}

fn asking_browser(sign_ins: &SignIns, request: &Request) -> Option<Token> {
    let cookies = CookieJar::from_headers(request.headers());
    cookies.get(&sign_ins.app_url.cookie_name(ASKING_BROWSER)).map(Cookie::value)?.parse().ok()
}

fn unavailable(error: &DbErr) -> Response {
    tracing::error!(error = %error, "a mailed link could not be looked up");
    error_page(StatusCode::SERVICE_UNAVAILABLE)
}
