//! The simulator from outside, over real HTTP. One program, because linking a dozen takes longer than running them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod actions;
mod checkout;
mod checkout_options;
mod common;
mod discounts;
mod dunning;
mod entitlement_features;
mod entitlement_pages;
mod entitlements;
mod expand;
mod faithful;
mod faults;
mod guard;
mod idempotency;
mod invariants;
mod invoices;
mod items;
mod machine;
mod money;
mod not_simulated;
mod objects;
mod pauses;
mod payment_methods;
mod portal;
mod portal_configurations;
mod portal_pauses;
mod post;
mod prices;
mod readme;
mod resuming;
mod running;
mod scenes;
mod scenes_of_money;
mod scenes_of_plans;
mod schedules;
mod shapes;
mod stage;
mod subscriptions;
mod taxes;
mod unkind;
mod versions;
mod webhooks;
mod wire;
