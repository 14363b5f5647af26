//! The drawing of the crates agrees with Cargo.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const DOCS: &str = include_str!("../../docs/ARCHITECTURE.md");

/// Each crate with those of the workspace that it is built on.
type Crates = BTreeMap<String, BTreeSet<String>>;

/// The lines `crate → others` of the block that draws them.
fn drawn() -> Crates {
    let block = DOCS.split("```crates\n").nth(1).unwrap().split("```").next().unwrap();
    let lines = block.lines().filter_map(|line| line.split_once('→'));
    lines
        .map(|(name, others)| (name.trim().to_owned(), others.split_whitespace().map(str::to_owned).collect()))
        .collect()
}

fn manifest(folder: &Path) -> toml::Table {
    fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap()
}

/// The folders of the workspace's members.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let workspace = manifest(root);
    let members = workspace["workspace"]["members"].as_array().unwrap().iter().map(|member| member.as_str().unwrap());
    let folders = members.flat_map(|member| match member.strip_suffix("/*") {
        Some(parent) => fs::read_dir(root.join(parent)).unwrap().map(|entry| entry.unwrap().path()).collect(),
        None => vec![root.join(member)],
    });
    folders.filter(|folder| folder.join("Cargo.toml").exists()).collect()
}

fn built() -> Crates {
    let folders = folders(Path::new(env!("CARGO_MANIFEST_DIR")));
    let members: Vec<_> = folders.iter().map(|folder| manifest(folder)).collect();
    let name = |manifest: &toml::Table| manifest["package"]["name"].as_str().unwrap().to_owned();
    let names: BTreeSet<String> = members.iter().map(name).collect();
    let others = |manifest: &toml::Table| {
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        dependencies.keys().filter(|key| names.contains(*key)).cloned().collect()
    };
    members.iter().map(|manifest| (name(manifest), others(manifest))).collect()
}

#[test]
fn each_crate_is_built_on_those_that_the_drawing_names() {
    let (drawn, built) = (drawn(), built());
    assert!(built.len() > 10, "{built:?}");
    assert_eq!(drawn, built);
}

#[test]
fn what_other_programs_mount_knows_nothing_of_the_application() {
    let built = built();
    for below in ["billing", "clock", "database", "mirror", "portal_config", "queue", "stripe", "webhook_signature"] {
        let mut reached = BTreeSet::from([below.to_owned()]);
        while let Some(next) = reached.iter().flat_map(|name| &built[name]).find(|name| !reached.contains(*name)) {
            reached.insert(next.clone());
        }
        for above in ["customer-portal", "islands", "stripe-sim", "testkit"] {
            assert!(!reached.contains(above), "{below} is built on {above}");
        }
    }
}

#[test]
fn the_testkit_is_for_tests_alone() {
    for (name, others) in built() {
        assert!(!others.contains("testkit"), "{name} is built on the testkit");
    }
}
