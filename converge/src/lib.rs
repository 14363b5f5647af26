//! What the proof, the siege and the figures are made of: a Stripe that can misbehave, a post that is bad, real
//! servers, and the database as plain SQL.

#![allow(clippy::missing_errors_doc, reason = "any failure ends the run with its words")]

pub mod access;
pub mod compare;
pub mod database;
mod features;
pub mod late;
pub mod life;
pub mod post;
mod rarer;
pub mod servers;
pub mod stripe;
pub mod unkind;

/// Any failure ends the run with its words.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
