//! Modules have no circular dependencies.

use std::{collections::BTreeSet, path::Path};

use crate::{
    graph::{circles, graph},
    modules::modules,
};

const SOURCES: [&str; 14] = [
    "converge/src",
    "crates/billing/src",
    "crates/clock/src",
    "crates/database/src",
    "crates/mirror/src",
    "crates/portal_config/src",
    "crates/queue/src",
    "crates/stripe/src",
    "crates/testkit/src",
    "crates/webhook_signature/src",
    "islands/src",
    "migration/src",
    "src",
    "stripe-sim/src",
];

/// SeaORM wants both sides of a relation that a query follows named by each other.
const PAIRS: [[&str; 2]; 1] = [["entity::subscription", "entity::subscription_item"]];

#[test]
fn modules_do_not_run_in_circles() {
    let pairs: Vec<BTreeSet<String>> = PAIRS.map(|pair| pair.map(str::to_owned).into()).into();
    let mut allowed = 0;
    for sources in SOURCES {
        let modules = modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join(sources));
        assert!(!modules.is_empty(), "{sources}");
        for circle in circles(&graph(&modules)) {
            let names: BTreeSet<String> = circle.iter().map(|name| name.join("::")).collect();
            assert!(pairs.contains(&names), "a circle in {sources}: {names:?}");
            allowed += 1;
        }
    }
    assert_eq!(allowed, PAIRS.len(), "a pair is gone: take it off the list");
}
