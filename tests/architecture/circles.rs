//! Modules have no circular dependencies.

use std::path::Path;

use crate::{
    drawing::folders,
    graph::{circles, graph},
    modules::modules,
};

#[test]
fn modules_do_not_run_in_circles() {
    for folder in folders(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        let sources = folder.join("src");
        let modules = modules(&sources);
        assert!(!modules.is_empty(), "{sources:?}");
        let circles = circles(&graph(&modules));
        assert!(circles.is_empty(), "{sources:?}: {circles:?}");
    }
}
