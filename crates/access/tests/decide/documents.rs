//! docs/ACCESS.md lists every reason and every key of the policy.

use super::{
    table::{leaves, word},
    *,
};

const DOCS: &str = include_str!("../../../../docs/ACCESS.md");

/// The first cells of the first table below a heading.
fn first_cells(heading: &str, cells: usize) -> Vec<String> {
    let section = DOCS.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("no {heading}"));
    let lines = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let lines = lines.take_while(|line| line.starts_with('|'));
    lines.map(|line| line.split('|').skip(1).take(cells).map(str::trim).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn all_reasons_are_explained() {
    let all = Reason::ALL.map(|reason| format!("`{}`", word(reason)));
    assert_eq!(first_cells("Reasons", 1), all);
}

#[test]
fn all_keys_have_their_defaults() {
    let mut keys = vec![];
    leaves("", &serde_json::to_value(Policy::default()).expect("JSON"), &mut keys);
    let mut keys: Vec<_> = keys.iter().map(|(key, value)| format!("`{key}` `{value}`")).collect();
    // The names of features are free.
    keys.retain(|key| key != "`features` `{}`");
    let about: Vec<_> = ["name", "free_limit"].map(|key| format!("`features.<feature>.{key}`")).into();
    let mut told = first_cells("The file", 2);
    told.sort();
    keys.extend(about.into_iter().map(|key| format!("{key} none")));
    keys.sort();
    assert_eq!(told, keys);
}
