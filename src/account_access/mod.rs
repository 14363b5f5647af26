//! What accounts may use: the crate `access` decides; here its rules are kept and each account's answer has a revision.
//!
//! An answer is made from the rows, by the rules and at the time of its question. Its revision moves in the transaction
//! that writes the rows ([`AccessObserver`], [`revise()`]); where time alone or new rules change it, the worker moves it
//! ([`run`]), once, on one replica.

mod found;
mod grants;
mod observer;
mod policies;
mod questions;
mod revise;
mod rules;
mod statement;
mod worker;

pub use found::{Found, Look, Stale, read_grants};
pub use grants::{GrantError, NewGrant, close_ended_grants, grant, grants_of, revoke};
pub use observer::{AccessObserver, mirror_of};
pub use policies::{Applied, Former, apply_policy, policy_version};
pub use questions::Questions;
pub use revise::{Why, insert as insert_account, outdate, revise};
pub use rules::{Rules, RulesCache, current_policy, rules_of};
pub use statement::{add_grants, add_rules_version, find_all, find_named};
pub use worker::{run, run_due};
