//! The lists themselves: their order, and that no name is another's.

use migration::{MigrationTrait, Migrator, MigratorTrait, application, mirror};

fn names(list: &[Box<dyn MigrationTrait>]) -> Vec<&str> {
    list.iter().map(|migration| migration.name()).collect()
}

#[test]
fn each_list_begins_with_its_oldest_and_no_name_is_given_twice() {
    let all = Migrator::migrations();
    for list in [application(), mirror(), all] {
        let names = names(&list);
        assert!(names.is_sorted_by(|one, next| one < next), "{names:#?}");
    }
}

/// A database knows its migrations by these names, and is refused when one of them is missing.
#[test]
fn the_names_that_databases_know_stay() {
    let application = application();
    let names = names(&application);
    assert_eq!(
        names[..17],
        [
            "m20261122_000001_accounts",
            "m20261122_000002_subscriptions",
            "m20261122_000003_stripe_events",
            "m20261122_000004_invoices",
            "m20261122_000005_sync_jobs",
            "m20261122_000006_installation",
            "m20261122_000007_sync_failures",
            "m20261125_000008_catalog",
            "m20261125_000009_event_envelopes",
            "m20261125_000010_sign_in",
            "m20261126_000011_unreadable",
            "m20261126_000012_invoice_links",
            "m20261201_000013_processing",
            "m20261201_000014_money",
            "m20261201_000015_pausing",
            "m20261201_000016_schedules_and_currency",
            "m20261202_000017_separate_mirror",
        ]
    );
    assert_eq!(mirror()[0].name(), "m20261202_000018_mirror_baseline");
}
