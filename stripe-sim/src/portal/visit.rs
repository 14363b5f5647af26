//! Coming in: who a session lets in, whether it still does, and where its customer is to go.

use super::closed::{ask, expired, unknown};
use crate::pages::Page;
use crate::state::{AfterCompletion, Customer, FlowKind, PortalConfiguration, PortalSession, State, Subscription};
use crate::tx::{Cause, Tx};
use crate::world::World;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// What a page of the portal knows of its visitor.
#[derive(Clone)]
pub(crate) struct Visit {
    pub session: PortalSession,
    pub customer: Customer,
    pub configuration: PortalConfiguration,
}

/// Does `act` for the visitor, if the session is still good. Coming in counts as using it.
pub(crate) fn enter(world: &Arc<World>, secret: &str, act: impl FnOnce(&mut Tx<'_>, Visit) -> Response) -> Response {
    world.transact(Cause::default(), |tx| match admit(tx, secret) {
        Ok(visit) => act(tx, visit),
        Err(refusal) => *refusal,
    })
}

fn admit(tx: &mut Tx<'_>, secret: &str) -> Result<Visit, Box<Response>> {
    let now = tx.now();
    let session = by_secret(tx.state(), secret).ok_or_else(unknown)?;
    if session.is_expired(now) {
        return Err(if session.allows_login(now) { ask(&session, None) } else { expired(&session) });
    }
    let customer = tx.get::<Customer>(&session.customer).filter(|customer| !customer.deleted);
    let configuration = tx.get::<PortalConfiguration>(&session.configuration);
    let (Some(customer), Some(configuration)) = (customer.cloned(), configuration.cloned()) else {
        return Err(unknown());
    };
    tx.update_quietly::<PortalSession>(&session.id, |session| session.last_used = Some(now));
    Ok(Visit { session, customer, configuration })
}

pub(super) fn by_secret(state: &State, secret: &str) -> Option<PortalSession> {
    state.portal_sessions.with("secret", secret).next().cloned()
}

impl Visit {
    /// An address within this session.
    pub fn path(&self, rest: &str) -> String {
        format!("/p/session/{}{rest}", self.session.secret)
    }

    pub fn page<'a>(&'a self, title: &'a str) -> Page<'a> {
        let profile = &self.configuration.business_profile;
        Page::new(title)
            .return_url(self.session.return_url.as_deref())
            .forms_may_lead_to(self.leads_away_to())
            .link("Terms", profile.terms_of_service_url.as_deref())
            .link("Privacy", profile.privacy_policy_url.as_deref())
    }

    /// Where the session's flow ends, if it ends on another site.
    fn leads_away_to(&self) -> Option<&str> {
        match &self.session.open_flow()?.after_completion {
            AfterCompletion::Redirect { return_url } => Some(return_url),
            _ => None,
        }
    }

    /// The front page of the portal.
    pub fn home(&self, notice: &str) -> Response {
        let query = if notice.is_empty() { String::new() } else { format!("?notice={notice}") };
        Redirect::to(&self.path(&query)).into_response()
    }

    /// Something was done. If it is what the session's flow is for, the flow is complete and says where to go.
    pub fn after(&self, tx: &mut Tx<'_>, done: &FlowKind, notice: &str) -> Response {
        if self.session.open_flow().is_none_or(|flow| flow.kind != *done) {
            return self.home(notice);
        }
        tx.update_quietly::<PortalSession>(&self.session.id, |session| {
            if let Some(flow) = &mut session.flow {
                flow.completed = true;
            }
        });
        Redirect::to(&self.path(&format!("/done?notice={notice}"))).into_response()
    }

    /// The visitor's own subscription, as long as it is not over.
    pub fn subscription(&self, tx: &Tx<'_>, id: &str) -> Option<Subscription> {
        let subscription = tx.get::<Subscription>(id)?;
        let is_own = subscription.customer == self.customer.id;
        (is_own && !subscription.has_ended()).then(|| subscription.clone())
    }
}

/// What a notice in an address says. Only these words, so that nobody can put others into the page by a link.
pub(crate) fn notice(name: &str) -> Option<&'static str> {
    Some(match name {
        "canceled" => "Your plan is canceled.",
        "updated" => "Your plan is updated.",
        "unchanged" => "You already have this plan.",
        "paused" => "Your plan is paused.",
        "resumed" => "Your plan is active again.",
        "renewed" => "Your plan continues.",
        "card" => "Your payment method is updated.",
        "customer" => "Your billing information is updated.",
        "unavailable" => "That’s no longer available. Nothing was changed.",
        _ => return None,
    })
}
