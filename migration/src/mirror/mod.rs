//! The migrations of the mirror, its queue and billing.

use sea_orm_migration::MigrationTrait;

pub mod m20261202_000018_mirror_baseline;

/// Oldest first.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261202_000018_mirror_baseline::Migration)]
}
