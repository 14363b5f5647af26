//! The README's table of endpoints is the program's own.

use std::collections::BTreeSet;
use stripe_sim::{API_VERSION, endpoints};

#[test]
fn the_readme_lists_exactly_the_endpoints_there_are() {
    let readme = include_str!("../../README.md");
    let listed: BTreeSet<_> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(endpoint, _)| endpoint)
        .filter(|endpoint| endpoint.contains(" /v1/"))
        .collect();
    let there: Vec<_> = endpoints().map(|(method, path)| format!("{method} {path}")).collect();
    let there: BTreeSet<_> = there.iter().map(String::as_str).collect();
    assert_eq!(listed, there);
    assert!(readme.contains(API_VERSION));
}
