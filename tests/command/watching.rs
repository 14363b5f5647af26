//! What `cargo leptos watch` depends on. `make watch-test` really runs it and takes minutes; this
//! test checks its preconditions.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// The members of the workspace by their folder, as cargo describes them, and its metadata for cargo-leptos.
fn workspace() -> (BTreeMap<PathBuf, Value>, Value) {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--locked", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let described: Value = serde_json::from_slice(&output.stdout).unwrap();
    let member = |package: &Value| {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        (manifest.parent().unwrap().to_owned(), package.clone())
    };
    let members = described["packages"].as_array().unwrap().iter().map(member).collect();
    (members, described["metadata"]["leptos"][0].clone())
}

fn path_dependencies(package: &Value) -> impl Iterator<Item = PathBuf> {
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    let linked = dependencies.filter(|dependency| dependency["kind"] != "dev");
    linked.filter_map(|dependency| dependency["path"].as_str()).map(PathBuf::from)
}

/// cargo-leptos looks into `src/` of the two packages and of what they depend on by path, inside the workspace.
#[test]
fn cargo_leptos_watches_all_that_the_site_is_compiled_from() {
    let (members, leptos) = workspace();
    let folder = |setting: &str| {
        let found = members.iter().find(|(_, package)| package["name"] == leptos[setting]);
        found.unwrap_or_else(|| panic!("{setting} in {leptos}")).0.clone()
    };
    let (server, browser) = (folder("bin-package"), folder("lib-package"));
    let mut found = vec![server];
    let mut next = 0;
    while let Some(folder) = found.get(next).cloned() {
        let package = members.get(&folder).unwrap_or_else(|| panic!("{} is not in the workspace", folder.display()));
        for target in package["targets"].as_array().unwrap() {
            let file = Path::new(target["src_path"].as_str().unwrap());
            let linked = target["kind"]
                .as_array()
                .unwrap()
                .iter()
                .any(|kind| ["bin", "lib", "rlib"].contains(&kind.as_str().unwrap()));
            assert!(!linked || file.starts_with(folder.join("src")), "{} is not watched", file.display());
        }
        let new: Vec<_> = path_dependencies(package).filter(|folder| !found.contains(folder)).collect();
        found.extend(new);
        next += 1;
    }
    assert!(found.contains(&browser), "the server does not render what the browser makes alive");
}
