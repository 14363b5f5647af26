//! What a member last saw of the account, and what is different now: so that somebody who comes back from Stripe is
//! told what came of it.
//!
//! Kept by the browser in a cookie. Whoever changes it fools nobody but themselves.

use std::fmt::Debug;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use billing::{InvoiceStatus, Money, Overview, PaymentMethod, Plan, Standing, Status};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::model::AccountId;

/// The most plans and invoices that are remembered: a cookie is small.
const MOST: usize = 8;

/// The longest cookie that is read, in bytes.
const LONGEST: usize = 2048;

/// What was on the account page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Tells one account from another, and is no secret.
    account: u64,
    plans: Vec<SeenPlan>,
    /// The ids of the invoices that were open (`in_…`).
    open: Vec<String>,
    payment_method: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SeenPlan {
    /// `sub_…`
    id: String,
    name: u64,
    items: u64,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Running,
    Canceling,
    Paused,
    /// It does not run yet, or not any more.
    Other,
}

/// What is different from what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Subscribed {
        plan: String,
    },
    OnTrial {
        plan: String,
    },
    /// To a plan of this name.
    Changed {
        plan: String,
    },
    /// The same plan at another price, or another number of it.
    Updated,
    Canceled {
        ends: OffsetDateTime,
    },
    Ended,
    Kept,
    Resumed,
    Paused,
    Paid(Money),
    PaysWith(PaymentMethod),
    PaysWithNothing,
}

impl Seen {
    /// What is on this account's page.
    pub fn of(account: &AccountId, overview: &Overview) -> Self {
        let plan = |plan: &Plan| {
            let id = plan.subscription.clone()?;
            Some(SeenPlan { id, name: hash(&plan.name), items: hash(&items(plan)), state: state(plan) })
        };
        let open = overview.invoices.iter().filter(|invoice| invoice.status == InvoiceStatus::Open);
        Self {
            account: hash(&account.as_str()),
            plans: overview.plans.iter().filter_map(plan).take(MOST).collect(),
            open: open.take(MOST).map(|invoice| invoice.id.clone()).collect(),
            payment_method: overview.payment_method.as_ref().map(hash),
        }
    }

    /// As if nothing had been seen but the payment method, which a purchase need not mention.
    pub fn nothing(now: &Self) -> Self {
        Self { plans: Vec::new(), ..now.clone() }
    }

    /// Reads the cookie; `None` if it is another account's, or no such cookie.
    pub fn read(account: &AccountId, cookie: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cookie).ok().filter(|_| cookie.len() <= LONGEST)?;
        serde_json::from_slice(&bytes).ok().filter(|seen: &Self| seen.account == hash(&account.as_str()))
    }

    /// The cookie's value.
    pub fn write(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// What is different now. What ended comes before what began, or else the one that began seems to have ended.
    pub fn changes(&self, now: &Overview) -> Vec<Change> {
        let living = now.plans.iter().filter_map(|plan| Some((plan.subscription.as_deref()?, plan)));
        let is_over = |seen: &&SeenPlan| living.clone().all(|(id, _)| id != seen.id) && seen.state != State::Other;
        let mut changes: Vec<_> = self.plans.iter().filter(is_over).map(|_| Change::Ended).collect();
        changes.extend(living.clone().filter_map(|(id, plan)| self.change_of(id, plan)));
        let paid = now.invoices.iter().filter(|invoice| {
            invoice.status == InvoiceStatus::Paid && invoice.total.amount > 0 && self.open.contains(&invoice.id)
        });
        changes.extend(paid.map(|invoice| Change::Paid(invoice.total.clone())));
        changes.extend(self.change_of_payment_method(now.payment_method.as_ref()));
        changes
    }

    fn change_of(&self, id: &str, plan: &Plan) -> Option<Change> {
        let name = || plan.name.clone().unwrap_or_default();
        let Some(before) = self.plans.iter().find(|seen| seen.id == id) else {
            return match plan.status {
                Some(Status::Trialing) => Some(Change::OnTrial { plan: name() }),
                Some(Status::Active) => Some(Change::Subscribed { plan: name() }),
                _ => None,
            };
        };
        match (before.state, state(plan)) {
            (State::Running | State::Paused, State::Canceling) => end(plan).map(|ends| Change::Canceled { ends }),
            (State::Canceling, State::Running) => Some(Change::Kept),
            (State::Paused, State::Running) => Some(Change::Resumed),
            (State::Running, State::Paused) => Some(Change::Paused),
            (State::Other, State::Running) => Some(Change::Subscribed { plan: name() }),
            _ if before.name != hash(&plan.name) => Some(Change::Changed { plan: name() }),
            _ if before.items != hash(&items(plan)) => Some(Change::Updated),
            _ => None,
        }
    }

    fn change_of_payment_method(&self, now: Option<&PaymentMethod>) -> Option<Change> {
        let is_same = self.payment_method == now.map(hash);
        match now {
            _ if is_same => None,
            Some(method) => Some(Change::PaysWith(method.clone())),
            None => Some(Change::PaysWithNothing),
        }
    }
}

/// An item's name, quantity and price.
type Item<'a> = (&'a str, Option<i64>, Option<(i64, &'a str)>);

fn items(plan: &Plan) -> Vec<Item<'_>> {
    plan.items.iter().map(|item| (item.name.as_str(), item.quantity, money(item.price.as_ref()))).collect()
}

fn money(money: Option<&Money>) -> Option<(i64, &str)> {
    money.map(|money| (money.amount, money.currency.as_str()))
}

/// When a plan that still runs will be canceled, also beside a failed payment.
fn end(plan: &Plan) -> Option<OffsetDateTime> {
    match plan.standing.alone() {
        Standing::Canceling { ends, .. } => Some(*ends),
        Standing::PastDue { ends, .. } | Standing::Unpaid { ends, .. } => *ends,
        _ => None,
    }
}

fn state(plan: &Plan) -> State {
    match plan.standing.alone() {
        _ if end(plan).is_some() => State::Canceling,
        Standing::Paused { .. } => State::Paused,
        Standing::Incomplete { .. } | Standing::Unknown => State::Other,
        _ => State::Running,
    }
}

/// The same in every process and every version of the program: a cookie outlives them.
fn hash(value: &impl Debug) -> u64 {
    let digest = Sha256::digest(format!("{value:?}"));
    digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
