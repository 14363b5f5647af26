//! The migrations of the mirror, its queue and billing.

use sea_orm_migration::MigrationTrait;

pub mod m20261202_000018_mirror_baseline;
mod m20261205_000021_checkout_options;
mod m20261207_000023_product_features;

/// Oldest first.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261202_000018_mirror_baseline::Migration),
        Box::new(m20261205_000021_checkout_options::Migration),
        Box::new(m20261207_000023_product_features::Migration),
    ]
}
