//! The application's migrations. The first seventeen are older than the separate mirror, and create
//! its tables too; their names are stored in databases.

use sea_orm_migration::MigrationTrait;

mod m20261122_000001_accounts;
mod m20261122_000002_subscriptions;
mod m20261122_000003_stripe_events;
mod m20261122_000004_invoices;
mod m20261122_000005_sync_jobs;
mod m20261122_000006_installation;
mod m20261122_000007_sync_failures;
mod m20261125_000008_catalog;
mod m20261125_000009_event_envelopes;
mod m20261125_000010_sign_in;
mod m20261126_000011_unreadable;
mod m20261126_000012_invoice_links;
mod m20261201_000013_processing;
mod m20261201_000014_money;
mod m20261201_000015_pausing;
mod m20261201_000016_schedules_and_currency;
mod m20261202_000017_separate_mirror;
mod m20261203_000019_accounts;
mod m20261204_000020_hand_over;
mod m20261206_000022_mail;
mod m20261207_000024_signing_keys;
mod m20261207_000025_access;

/// Oldest first.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261122_000001_accounts::Migration),
        Box::new(m20261122_000002_subscriptions::Migration),
        Box::new(m20261122_000003_stripe_events::Migration),
        Box::new(m20261122_000004_invoices::Migration),
        Box::new(m20261122_000005_sync_jobs::Migration),
        Box::new(m20261122_000006_installation::Migration),
        Box::new(m20261122_000007_sync_failures::Migration),
        Box::new(m20261125_000008_catalog::Migration),
        Box::new(m20261125_000009_event_envelopes::Migration),
        Box::new(m20261125_000010_sign_in::Migration),
        Box::new(m20261126_000011_unreadable::Migration),
        Box::new(m20261126_000012_invoice_links::Migration),
        Box::new(m20261201_000013_processing::Migration),
        Box::new(m20261201_000014_money::Migration),
        Box::new(m20261201_000015_pausing::Migration),
        Box::new(m20261201_000016_schedules_and_currency::Migration),
        Box::new(m20261202_000017_separate_mirror::Migration),
        Box::new(m20261203_000019_accounts::Migration),
        Box::new(m20261204_000020_hand_over::Migration),
        Box::new(m20261206_000022_mail::Migration),
        Box::new(m20261207_000024_signing_keys::Migration),
        Box::new(m20261207_000025_access::Migration),
    ]
}
