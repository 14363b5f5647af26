//! Customer Portal: a subscription account site in front of Stripe.
//!
//! The application: pages, server functions, endpoints, signing in, and the command line. Its
//! foundations are in `crates/`, its browser code in `islands/`; see `docs/ARCHITECTURE.md`.

// A release keeps the type of every view, and that of the account page is deeper than the usual limit.
#![recursion_limit = "256"]

pub mod access_token;
pub mod account;
pub mod account_access;
pub mod actions;
pub mod api;
pub mod api_keys;
pub mod app;
pub mod audit;
pub mod auth;
pub mod commands;
pub mod components;
pub mod config;
pub mod connections;
#[cfg(feature = "simulator")]
mod demo;
pub mod doctor;
pub mod entity;
pub mod handover;
pub mod housekeeping;
pub mod http;
pub mod keys;
mod leptos_toml;
pub mod log;
pub mod mail;
pub mod mailed_link;
pub mod metrics;
pub mod model;
pub mod oidc;
pub mod pages;
pub mod people;
pub mod request;
pub mod router;
pub mod state;
mod stylesheet;
pub mod text;
pub mod token;
