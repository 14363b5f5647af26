//! Everything that never reaches the browser.

#[cfg(test)]
mod any_json;
pub mod audit;
pub mod auth;
pub mod billing;
pub mod commands;
pub mod config;
pub mod connections;
pub mod db;
#[cfg(feature = "simulator")]
mod demo;
pub mod doctor;
mod files;
pub mod http;
pub mod jobs;
pub mod keys;
mod leptos_toml;
pub mod log;
pub mod metrics;
pub mod portal_config;
pub mod router;
pub mod state;
pub mod stripe;
pub mod webhook;
