//! The doctor: examines a whole installation and says how to solve each problem, before a customer
//! meets it. Examining changes nothing; only `fix` does.

mod access;
mod clock;
mod customers;
mod database;
mod deliveries;
mod examine;
mod features;
mod finding;
mod fix;
mod inbox;
mod installation;
mod key;
mod mail;
mod objects;
mod oidc;
mod portal;
mod prices;
mod signing;
mod site;
mod tax;
mod tax_settings;
mod webhook;
mod webhook_endpoint;

pub use crate::doctor::{
    examine::examine,
    finding::{Finding, Level, Report},
    fix::{Fix, carry_out, needed},
    installation::{Installation, Mailing},
};
