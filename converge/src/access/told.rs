//! What a product was told: the answers have to agree with each other.

use std::collections::BTreeMap;

use serde_json::Value;

use super::policy::{BEFORE, Policy};
use crate::Outcome;

/// An answer without its time, and by what it is known.
pub struct Answer {
    pub etag: String,
    pub body: Value,
}

/// What was answered so far.
pub struct Told {
    /// By their ETags.
    pub answers: BTreeMap<String, Value>,
    /// How many there were.
    pub number: usize,
    /// About each account.
    last: BTreeMap<String, Last>,
    pub rules: Rules,
    /// What was wrong first.
    pub wrong: Option<String>,
}

/// By which policy answers are made.
#[derive(Clone, Copy)]
pub struct Rules {
    /// How many were applied.
    number: u32,
    pub policy: &'static Policy,
    /// Whether the next one is being applied: then both are right.
    is_changing: bool,
}

/// What is known when a question is asked.
#[derive(Clone)]
pub struct Before {
    pub last: Last,
    rules: Rules,
}

/// The last answer, and the highest revision.
#[derive(Clone, Default)]
pub struct Last {
    pub etag: Option<String>,
    revision: i64,
}

impl Default for Told {
    fn default() -> Self {
        let rules = Rules { number: 0, policy: &BEFORE, is_changing: false };
        Self { answers: BTreeMap::new(), number: 0, last: BTreeMap::new(), rules, wrong: None }
    }
}

impl Told {
    /// To be compared with the answer to a question that is asked now.
    pub fn before(&self, account: &str) -> Before {
        Before { last: self.last.get(account).cloned().unwrap_or_default(), rules: self.rules }
    }

    /// Another policy is being applied.
    pub fn policy_changes(&mut self) {
        self.rules.is_changing = true;
    }

    /// It was applied.
    pub fn policy_holds(&mut self, policy: &'static Policy) {
        self.rules = Rules { number: self.rules.number + 1, policy, is_changing: false };
    }

    /// Notes an answer that agrees with all that was known before its question.
    pub fn note(&mut self, account: &str, answer: &Answer, before: &Before) -> Outcome<()> {
        let Answer { etag, body } = answer;
        if let Some(known) = self.answers.get(etag).filter(|known| *known != body) {
            return Err(format!("{account}: two answers have the ETag {etag}: {known} and {body}").into());
        }
        let revision = body["revision"].as_i64().unwrap_or(-1);
        if revision < before.last.revision {
            return Err(format!("{account}: after revision {} came {body}", before.last.revision).into());
        }
        let Rules { number, policy, is_changing } = self.rules;
        let is_settled = !is_changing && !before.rules.is_changing && number == before.rules.number;
        if is_settled && policy.is_generous() != (body["features"]["converged"]["granted"] == true) {
            return Err(format!("{account}: after policy {number} was applied, a server answers {body}").into());
        }
        self.number += 1;
        let last = self.last.entry(account.to_owned()).or_default();
        *last = Last { etag: Some(etag.clone()), revision: last.revision.max(revision) };
        self.answers.insert(etag.clone(), body.clone());
        Ok(())
    }
}
