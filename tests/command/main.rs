//! The program as an operator runs it: its arguments, its refusals, its exit status, a restart.

#![allow(clippy::unwrap_used)]

mod doctor;
mod events;
mod going_live;
mod looks;
mod machine;
#[cfg(target_os = "linux")]
mod memory;
mod portal;
mod portal_rules;
#[path = "../http/support/proxy.rs"]
mod proxy;
mod refusals;
mod server;
mod stopping;
mod stripe;
mod user;

use std::process::{Command, Output};

use tempfile::TempDir;

/// What production needs as `APP_SECRET`.
pub const SECRET: &str = "a-secret-of-the-tests-with-more-than-32-bytes";

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
