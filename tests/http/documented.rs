//! docs/RELIABILITY.md names a test for every promise. These tests exist.

use std::{fs, path::Path};

const DOCS: &str = include_str!("../../docs/RELIABILITY.md");

/// The source files below a folder, as text, by their path without its ending.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.with_extension("").to_string_lossy().trim_end_matches("/mod").to_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Whether the text has a test of this name: a function, or a line of a macro that makes one.
fn has_test(text: &str, name: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| {
        let function = line.split_once("fn ").map_or(line, |(_, function)| function);
        function.strip_prefix(name).is_some_and(|rest| rest.starts_with(['(', ':']))
    })
}

#[test]
fn every_test_that_a_promise_names_exists() {
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    let names: Vec<&str> = DOCS.split('`').skip(1).step_by(2).filter(|code| code.contains("::")).collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        let (module, test) = name.rsplit_once("::").unwrap();
        let file = format!("/{}", module.replace("::", "/"));
        let here = |path: &str| path.ends_with(&file) || path.ends_with(&format!("{file}/tests"));
        assert!(found.iter().any(|(path, text)| here(path) && has_test(text, test)), "there is no test {name}");
    }
}
