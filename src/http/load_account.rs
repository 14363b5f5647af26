//! Reads what the account page shows before the page is rendered: then rendering waits for nothing, and the status is
//! known before the first byte.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use billing::{CurrentPlan, Refreshed, WhyFixed};
use sea_orm::QueryResult;

use crate::{
    account::{Accounts, LoadedAccount},
    auth::{Beside, Member, Visitor},
    model::CameFrom,
};

/// The account page needs its session and its account: one trip to the database brings both. Goes around the session's
/// layer.
pub async fn read_account_with_session(mut request: Request, next: Next) -> Response {
    // Who comes from Stripe gets the account as it is after asking Stripe.
    if !is_account(&request) || came_from(&request).is_some_and(CameFrom::is_of_stripe) {
        return next.run(request).await;
    }
    let beside = Accounts::beside_session();
    request.extensions_mut().insert(beside.clone());
    beside.within(next.run(request)).await
}

/// Goes before the page of a signed-in user and after the guard.
pub async fn load_account(State(accounts): State<Accounts>, mut request: Request, next: Next) -> Response {
    if is_account(&request)
        && let Some(Visitor::Member(member)) = request.extensions().get::<Visitor>().cloned()
    {
        let read = request.extensions().get::<Arc<Beside>>().and_then(|beside| beside.take());
        let loaded = load(&accounts, &member, came_from(&request), read).await;
        request.extensions_mut().insert(loaded);
    }
    next.run(request).await
}

fn is_account(request: &Request) -> bool {
    request.uri().path() == "/account"
}

fn came_from(request: &Request) -> Option<CameFrom> {
    let query = request.uri().query()?;
    let from = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "from").last();
    from.and_then(|(_, place)| CameFrom::parse(&place))
}

/// The account, in step with Stripe for those who come from there, if that is possible in time.
async fn load(
    accounts: &Accounts,
    member: &Member,
    came_from: Option<CameFrom>,
    read: Option<QueryResult>,
) -> LoadedAccount {
    let late = match came_from {
        Some(place) if place.is_of_stripe() && accounts.refresh(member).await == Refreshed::Late => Some(place),
        _ => None,
    };
    match accounts.load(member, read).await {
        Ok(account) => {
            let fixed = why_fixed(accounts, member, came_from).await;
            LoadedAccount::Found { account: Arc::new(account), late, fixed }
        }
        Err(error) => {
            tracing::error!(error = %error, "the account could not be read");
            LoadedAccount::Unavailable
        }
    }
}

/// Asked only for those who chose a plan. The page is worth more than the sentence, so it is shown without.
async fn why_fixed(accounts: &Accounts, member: &Member, came_from: Option<CameFrom>) -> Option<WhyFixed> {
    came_from.filter(|place| *place == CameFrom::Pricing)?;
    match accounts.shopper(member).await.ok()?.plan {
        CurrentPlan::Fixed(why) => Some(why),
        CurrentPlan::None | CurrentPlan::Changeable => None,
    }
}
