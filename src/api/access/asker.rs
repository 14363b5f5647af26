//! Who asks, and what is found for them.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use access::{Access, decide};
use axum::{
    extract::{FromRef, Path, rejection::PathRejection},
    http::HeaderMap,
};
use billing::Billing;
use database::Database;
use sea_orm::DbErr;
use time::OffsetDateTime;

use super::super::{key::presented, problem::Problem};
use crate::{
    account_access::{Found, Look, Questions, Rules, RulesCache},
    api_keys::{ApiKey, Budget, KeyId, OverBudget, PresentedKey, Scope, authenticate, note_use},
    model::AccountRef,
    state::{AppState, Settings},
};

/// How long an account's first sync is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The parts that answers need.
#[derive(Clone)]
pub struct Asker {
    pub db: Database,
    pub billing: Billing,
    pub rules: RulesCache,
    pub settings: Arc<Settings>,
    questions: Questions,
    budget: Budget,
}

impl FromRef<AppState> for Asker {
    fn from_ref(state: &AppState) -> Self {
        Self {
            db: state.db.clone(),
            billing: state.billing.clone(),
            rules: state.rules.clone(),
            settings: state.settings.clone(),
            questions: state.questions.clone(),
            budget: state.budget.clone(),
        }
    }
}

/// An answer, with what it was made of.
pub struct Answered {
    pub found: Found,
    pub access: Access,
    /// When it was made.
    pub now: OffsetDateTime,
    /// By which rules.
    pub rules: Arc<Rules>,
}

impl Asker {
    /// The key that is shown, and the account that is asked about. A name that no account can have is an unknown
    /// account's, and only whoever has a key is told so.
    ///
    /// # Errors
    /// When no key is shown, or there can be no such account.
    pub async fn question(
        &self,
        headers: &HeaderMap,
        account: Result<Path<String>, PathRejection>,
    ) -> Result<(PresentedKey, AccountRef), Problem> {
        let key = presented(headers).ok_or(Problem::NoKey)?;
        match account.ok().and_then(|Path(account)| account.parse().ok()) {
            Some(account) => Ok((key, account)),
            None => {
                self.authenticate(&key, ONE).await?;
                Err(Problem::UnknownAccount)
            }
        }
    }

    /// Where the account's answer stands.
    ///
    /// # Errors
    /// When the key is not good for this, or there is no such account.
    pub async fn look(&self, key: &PresentedKey, account: &AccountRef) -> Result<Look, Problem> {
        let asked = self.questions.look(key, account).await.map_err(unavailable)?;
        let (stored, look) = asked.ok_or(Problem::NoKey)?;
        self.admit(stored.presented(key), ONE)?;
        if look.account.is_some() { Ok(look) } else { Err(Problem::UnknownAccount) }
    }

    /// The account's answer; `is_admitted`: the same request was admitted already.
    ///
    /// # Errors
    /// When the key is not good for this, there is no such account, or nothing is known of it yet.
    pub async fn answer(
        &self,
        key: &PresentedKey,
        account: &AccountRef,
        is_admitted: bool,
    ) -> Result<Answered, Problem> {
        let asked = self.questions.find(key, account).await.map_err(unavailable)?;
        let (stored, found) = asked.ok_or(Problem::NoKey)?;
        match stored.presented(key) {
            Some(_) if is_admitted => {}
            found => self.admit(found, ONE)?,
        }
        let found = found.ok_or(Problem::UnknownAccount)?;
        let found = match found.look.customer.as_deref().filter(|_| found.look.is_unknown()) {
            None => found,
            Some(customer) => {
                self.fetch(&[customer.to_owned()]).await;
                let again = self.questions.find(key, account).await.map_err(unavailable)?;
                again.and_then(|(_, found)| found).ok_or(Problem::UnknownAccount)?
            }
        };
        self.decide(found).await
    }

    /// The answer about what was found.
    ///
    /// # Errors
    /// When nothing is known of the account yet.
    pub async fn decide(&self, found: Found) -> Result<Answered, Problem> {
        if found.look.is_unknown() {
            return Err(Problem::NotSynced);
        }
        let rules = self.rules.at_least(&self.db, found.look.rules_version).await.map_err(unavailable)?;
        let now = clock::now();
        let access = decide(&found.facts, &rules.policy, &rules.catalog, now);
        Ok(Answered { found, access, now, rules })
    }

    /// Fetches customers (`cus_…`) that were never fetched, for a moment. What takes longer goes on.
    pub async fn fetch(&self, customers: &[String]) {
        let all = customers.iter().map(|customer| self.billing.refresh(customer));
        let fetched = tokio::time::timeout(PATIENCE, futures::future::join_all(all)).await;
        if fetched.is_err() {
            tracing::warn!(
                customers = customers.len(),
                "customers that were never fetched could not be fetched in time"
            );
        }
    }

    /// Whether the key is good for as many answers.
    ///
    /// # Errors
    /// When it is not.
    pub async fn authenticate(&self, key: &PresentedKey, answers: NonZeroU32) -> Result<(), Problem> {
        self.admit(authenticate(&self.db, key).await.map_err(unavailable)?, answers)
    }

    /// Takes further answers from the key's budget, once it is found good.
    ///
    /// # Errors
    /// When less is left.
    pub fn take(&self, key: &KeyId, answers: NonZeroU32) -> Result<(), Problem> {
        self.budget.take_answers(key, answers).map_err(|OverBudget { retry_after }| {
            tracing::warn!(api_key.id = %key, "the API key is over its budget");
            Problem::OverBudget { retry_after: retry_after.as_secs() + 1 }
        })
    }

    fn admit(&self, key: Option<ApiKey>, answers: NonZeroU32) -> Result<(), Problem> {
        let key = key.ok_or(Problem::NoKey)?;
        if !key.scopes.contains(Scope::AccessRead) {
            return Err(Problem::Scope(Scope::AccessRead));
        }
        self.take(&key.id, answers)?;
        // An answer waits for no other writer.
        if self.budget.may_note(&key.id) {
            let db = self.db.clone();
            tokio::spawn(async move {
                if let Err(error) = note_use(&db, &key).await {
                    tracing::warn!(api_key.id = %key.id, error = %error, "the API key's use could not be noted");
                }
            });
        }
        Ok(())
    }
}

/// One answer.
pub const ONE: NonZeroU32 = NonZeroU32::MIN;

/// The database does not answer.
pub fn unavailable(error: DbErr) -> Problem {
    tracing::error!(error = %error, "what an account may use could not be read");
    Problem::Unavailable
}
