//! `/enter/{token}`: the link of a hand-over. A visitor who follows it is signed in; whatever else asks for it, such as
//! a program that previews links, gets a page with a button that posts to the same address.

use std::sync::Arc;

use axum::{
    extract::{FromRef, Path, Request, State, rejection::PathRejection},
    http::{Extensions, HeaderMap, HeaderName, Method},
    middleware::Next,
    response::Response,
};
use database::Database;
use http::StatusCode;
use leptos::server_fn::{ServerFn, error::ServerFnUrlError};
use sea_orm::EntityTrait;
use tower_sessions::Session;

use crate::{
    account::{Accounts, member},
    actions::CreatePortalSession,
    audit::{self, Event},
    auth::{self, Client, UserId, Visitor},
    entity::user,
    handover::{self, Destination, Entrance, Handover, LinkState, Place},
    http::{client::client_of, error_page, guard::found},
    model::{PortalError, Reference, ReturnPath},
    state::{AppState, Settings},
    text::Reader,
    token::{ENTER, Token},
};

/// The parts that entering needs.
#[derive(Clone)]
pub struct Doorkeeper {
    db: Database,
    accounts: Accounts,
    settings: Arc<Settings>,
}

impl FromRef<AppState> for Doorkeeper {
    fn from_ref(state: &AppState) -> Self {
        Self { db: state.db.clone(), accounts: state.accounts.clone(), settings: state.settings.clone() }
    }
}

/// Goes before the page of the link, and after the guard: signs in who follows it, or hands the page what it shows.
pub async fn enter_by_link(
    State(doorkeeper): State<Doorkeeper>,
    session: Session,
    reader: Reader,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(text) = request.uri().path().strip_prefix(ENTER) else { return next.run(request).await };
    let Ok(token) = text.parse::<Token>() else {
        request.extensions_mut().insert(Entrance::Closed { return_url: None });
        return next.run(request).await;
    };
    let visitor = request.extensions().get::<Visitor>().and_then(Visitor::user);
    let handover = match handover::find(&doorkeeper.db, &token).await {
        Ok(handover) => handover,
        Err(error) => return unavailable(&error),
    };
    let entrance = match handover {
        Some(handover) if handover.state == LinkState::Open => {
            let other = visitor.filter(|visitor| *visitor != handover.user);
            if other.is_none() && request.method() == Method::GET && is_navigation(request.headers()) {
                let client = client_of(request.headers(), request.extensions());
                return enter(&doorkeeper, &session, &reader, &token, handover, request.headers(), client).await;
            }
            match address_of(&doorkeeper.db, other).await {
                Ok(other) => Entrance::Open { email: handover.email, other },
                Err(error) => return unavailable(&error),
            }
        }
        closed => Entrance::Closed { return_url: closed.and_then(|handover| handover.return_url) },
    };
    request.extensions_mut().insert(entrance);
    next.run(request).await
}

/// The button of the page: signs in, whoever was signed in before.
pub async fn enter_by_button(
    State(doorkeeper): State<Doorkeeper>,
    session: Session,
    reader: Reader,
    token: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let token = token.ok().and_then(|Path(text)| text.parse::<Token>().ok());
    let Some(token) = token else { return error_page(StatusCode::NOT_FOUND) };
    match handover::find(&doorkeeper.db, &token).await {
        Ok(Some(handover)) => {
            let client = client_of(&headers, &extensions);
            enter(&doorkeeper, &session, &reader, &token, handover, &headers, client).await
        }
        Ok(None) => error_page(StatusCode::NOT_FOUND),
        Err(error) => unavailable(&error),
    }
}

/// Spends the token, signs its user in, and redirects to where it leads.
async fn enter(
    Doorkeeper { db, accounts, settings }: &Doorkeeper,
    session: &Session,
    reader: &Reader,
    token: &Token,
    handover: Handover,
    headers: &HeaderMap,
    client: Client,
) -> Response {
    match handover::spend(db, token).await {
        Ok(true) if handover.state == LinkState::Open => {}
        // The page says that it is spent.
        Ok(_) => return found(secrecy::ExposeSecret::expose_secret(&token.path(ENTER))),
        Err(error) => return unavailable(&error),
    }
    let Handover { account, user, destination, return_url, .. } = handover;
    if auth::enter(session, user, &account, return_url.as_deref(), client).await.is_err() {
        return error_page(StatusCode::SERVICE_UNAVAILABLE);
    }
    audit::record(Event::Entered, Some(user));
    let member = match member(db, &account, user).await {
        Ok(Some(member)) => member,
        // Removed a moment ago: the page says so.
        Ok(None) => return found(ReturnPath::default().as_str()),
        Err(error) => return unavailable(&error),
    };
    accounts.refresh_new(&member).await;
    let flow = match destination {
        Destination::Place(Place::Pricing) => return found("/pricing"),
        Destination::Place(Place::Portal) if member.role.may_bill() => None,
        Destination::Flow(ask) if member.role.may_bill() => ask.flow().ok(),
        _ => return found(ReturnPath::default().as_str()),
    };
    match accounts.open_portal(&member, flow.as_ref(), reader.language().at_stripe()).await {
        Ok(destination) => found(&settings.address_of(&destination)),
        Err(error) => {
            let error = PortalError::of(&error, Reference::of(headers));
            let page = settings.app_url.join(ReturnPath::default().as_str());
            let page = ServerFnUrlError::new(CreatePortalSession::PATH, error).to_url(&page);
            found(page.map_or_else(|_| ReturnPath::default().to_string(), String::from).as_str())
        }
    }
}

/// Whether a person has followed a link in a tab: then the request is spent on them. Browsers say so; whatever does
/// not say so may be a program that looks at links before a person does.
pub(super) fn is_navigation(headers: &HeaderMap) -> bool {
    let is = |name: &'static str, value: &str| {
        headers.get(HeaderName::from_static(name)).is_some_and(|header| header.as_bytes() == value.as_bytes())
    };
    let ahead = headers
        .get_all("sec-purpose")
        .iter()
        .any(|purpose| String::from_utf8_lossy(purpose.as_bytes()).to_ascii_lowercase().contains("prefetch"));
    is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document") && !ahead
}

/// The user's address.
pub(super) async fn address_of(db: &Database, user: Option<UserId>) -> Result<Option<String>, sea_orm::DbErr> {
    let Some(UserId(id)) = user else { return Ok(None) };
    Ok(user::Entity::find_by_id(id).one(db).await?.map(|user| user.email))
}

fn unavailable(error: &sea_orm::DbErr) -> Response {
    tracing::error!(error = %error, "the hand-over could not be looked up");
    error_page(StatusCode::SERVICE_UNAVAILABLE)
}
