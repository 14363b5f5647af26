//! The database schema as code, so that SQLite and PostgreSQL are created by the same steps.
//!
//! There are two lists. [`mirror()`] makes the tables of the crates `mirror`, `queue` and `billing`, which another
//! program can mount; [`application()`] makes ours above them. README.md says how to use and how to extend them.
//!
//! Conventions: times are integer Unix seconds, or milliseconds where the name ends in `_ms`, because SQLite would
//! store a timestamp type as text that does not sort; Stripe's ids are text and are primary keys where we mirror an
//! object.

pub use sea_orm_migration::prelude::*;

mod application;
mod mirror;

/// The migrations of the mirror, its queue and billing, oldest first. A program of its own puts them before its
/// own migrations.
pub fn mirror() -> Vec<Box<dyn MigrationTrait>> {
    mirror::migrations()
}

/// The application's migrations, oldest first. They do not run alone: some refer to the mirror's tables.
pub fn application() -> Vec<Box<dyn MigrationTrait>> {
    application::migrations()
}

/// Both lists, for the application's program.
pub struct Migrator;

impl MigratorTrait for Migrator {
    /// Oldest first. A name begins with its date and number, so that the names tell the order.
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut migrations = application();
        migrations.extend(mirror());
        migrations.sort_by(|one, other| one.name().cmp(other.name()));
        migrations
    }
}

/// The mirror's list alone, for a database that contains nothing else.
pub struct MirrorMigrator;

impl MigratorTrait for MirrorMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        mirror()
    }
}
