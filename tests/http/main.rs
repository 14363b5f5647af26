//! The production router over real TCP, with a real database and a Stripe that answers over HTTP:
//! the simulator, or a stub that misbehaves.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod account;
mod allowance;
mod any_bytes;
mod asvs;
mod auth;
mod brand;
mod checkout;
mod checkout_options;
mod checkout_sessions;
mod connections;
mod cookies;
mod copy;
mod cross_site;
mod cut_off;
mod debts;
mod deletion;
mod doctor;
mod documented;
mod envelopes;
mod files;
mod guessing;
mod handover;
mod headers;
mod ids;
mod invoices;
mod jobs;
mod linking;
mod lists;
mod mail;
mod members;
mod migrating;
mod mirror;
mod money;
mod moving;
mod offers;
mod oidc;
mod pages;
mod passwords;
mod pausing;
mod plans;
mod portal;
mod portal_configuration;
mod portal_payment_method;
mod reconcile;
mod schedules;
mod scripts;
mod sessions;
mod stripe_client;
mod support;
mod sync;
mod undelivered;
mod unreadable;
mod webhook;
