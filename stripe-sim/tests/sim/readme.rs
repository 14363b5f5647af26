//! The README's tables are the program's own.

use std::collections::BTreeSet;
use stripe_sim::{API_VERSION, answered_versions, endpoints, simulated_versions};

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

#[test]
fn the_readme_lists_exactly_the_versions_that_are_taken() {
    let section = include_str!("../../README.md").split("\n## ").find(|part| part.starts_with("Versions\n")).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let mut rows: Vec<_> = rows.collect();
    rows.reverse();
    let versions: Vec<_> = rows.iter().map(|(version, _)| *version).collect();
    assert_eq!(versions, answered_versions().collect::<Vec<_>>());
    let simulated = rows.iter().filter(|(_, what)| what.starts_with("simulated: ")).map(|(version, _)| *version);
    assert_eq!(simulated.collect::<Vec<_>>(), simulated_versions().collect::<Vec<_>>());
}
