//! Modules have no circular dependencies.

use std::{collections::BTreeSet, path::Path};

use crate::{
    drawing::folders,
    graph::{circles, graph},
    modules::modules,
};

/// SeaORM wants both sides of a relation that a query follows named by each other.
const PAIRS: [[&str; 2]; 1] = [["entity::subscription", "entity::subscription_item"]];

#[test]
fn modules_do_not_run_in_circles() {
    let pairs: Vec<BTreeSet<String>> = PAIRS.map(|pair| pair.map(str::to_owned).into()).into();
    let mut allowed = 0;
    for folder in folders(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        let sources = folder.join("src");
        let modules = modules(&sources);
        assert!(!modules.is_empty(), "{sources:?}");
        for circle in circles(&graph(&modules)) {
            let names: BTreeSet<String> = circle.iter().map(|name| name.join("::")).collect();
            assert!(pairs.contains(&names), "a circle in {sources:?}: {names:?}");
            allowed += 1;
        }
    }
    assert_eq!(allowed, PAIRS.len(), "a pair is gone: take it off the list");
}
