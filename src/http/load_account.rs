//! Reads what the account page shows before the page is rendered: then rendering waits for nothing, and the status is
//! known before the first byte.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use billing::Refreshed;

use crate::{
    account::{Accounts, LoadedAccount},
    auth::{Member, Visitor},
    model::CameFrom,
};

/// Goes before the page of a signed-in user and after the guard.
pub async fn load_account(State(accounts): State<Accounts>, mut request: Request, next: Next) -> Response {
    let is_account = request.uri().path() == "/account";
    if is_account && let Some(Visitor::Member(member)) = request.extensions().get::<Visitor>().cloned() {
        let query = request.uri().query().unwrap_or_default();
        let from = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "from").last();
        let came_from = from.and_then(|(_, place)| CameFrom::parse(&place));
        let loaded = load(&accounts, &member, came_from).await;
        request.extensions_mut().insert(loaded);
    }
    next.run(request).await
}

/// The account, in step with Stripe for those who come from there, if that is possible in time.
async fn load(accounts: &Accounts, member: &Member, came_from: Option<CameFrom>) -> LoadedAccount {
    let late = match came_from {
        Some(place) if accounts.refresh(member).await == Refreshed::Late => Some(place),
        _ => None,
    };
    match accounts.load(member).await {
        Ok(account) => LoadedAccount::Found { account: Arc::new(account), late },
        Err(error) => {
            tracing::error!(error = %error, "the account could not be read");
            LoadedAccount::Unavailable
        }
    }
}
