//! docs/RELIABILITY.md and docs/SECURITY.md name a test for every promise. These tests exist, and nothing that
//! the standard asks for is left out.

use std::{fs, path::Path};

const RELIABILITY: &str = include_str!("../../docs/RELIABILITY.md");

const SECURITY: &str = include_str!("../../docs/SECURITY.md");

/// Every item of level 1 of the OWASP Application Security Verification Standard 5.0.0.
const LEVEL_1: [&str; 70] = [
    "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.3.1", "1.3.2", "1.5.1", "2.1.1", "2.2.1", "2.2.2", "2.3.1",
    "3.2.1", "3.2.2", "3.3.1", "3.4.1", "3.4.2", "3.5.1", "3.5.2", "3.5.3", "4.1.1", "4.4.1", "5.2.1", "5.2.2",
    "5.3.1", "5.3.2", "6.1.1", "6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7", "6.2.8", "6.3.1",
    "6.3.2", "6.4.1", "6.4.2", "7.2.1", "7.2.2", "7.2.3", "7.2.4", "7.4.1", "7.4.2", "8.1.1", "8.2.1", "8.2.2",
    "8.3.1", "9.1.1", "9.1.2", "9.1.3", "9.2.1", "10.4.1", "10.4.2", "10.4.3", "10.4.4", "10.4.5", "11.3.1", "11.3.2",
    "11.4.1", "12.1.1", "12.2.1", "12.2.2", "13.4.1", "14.2.1", "14.3.1", "15.1.1", "15.2.1", "15.3.1",
];

/// The source files below a folder, as text, by their path without its ending.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.with_extension("").to_string_lossy().replace("/src/", "/");
            let name = ["/mod", "/main", "/lib"].iter().find_map(|file| name.strip_suffix(file)).unwrap_or(&name);
            found.push((name.to_owned(), fs::read_to_string(&path).unwrap()));
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
    for folder in ["src", "tests", "crates", "islands", "migration"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    let names =
        [RELIABILITY, SECURITY].map(|docs| docs.split('`').skip(1).step_by(2).filter(|code| code.contains("::")));
    let names: Vec<&str> = names.into_iter().flatten().collect();
    assert!(names.len() > 140, "{names:?}");
    for name in names {
        let (module, test) = name.rsplit_once("::").unwrap();
        let file = format!("/{}", module.replace("::", "/"));
        let here = |path: &str| path.ends_with(&file) || path.ends_with(&format!("{file}/tests"));
        assert!(found.iter().any(|(path, text)| here(path) && has_test(text, test)), "there is no test {name}");
    }
}

#[test]
fn every_item_of_level_1_is_told_of_once_with_what_holds_it() {
    let rows = SECURITY.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split(" | ").collect()).collect();
    let is_number = |cell: &str| cell.contains('.') && cell.split('.').all(|part| part.parse::<u8>().is_ok());
    let items: Vec<_> = rows.iter().filter(|row| is_number(row[0])).collect();
    let numbers: Vec<_> = items.iter().map(|row| row[0]).collect();
    for (number, item) in numbers.iter().zip(&items) {
        assert_eq!(numbers.iter().filter(|other| *other == number).count(), 1, "{number} is told of twice");
        assert!(item.len() == 5 && item.iter().all(|cell| !cell.trim().is_empty()), "{item:?}");
        let holds = ["`", "not applicable", "this document", "the operator", "the compiler"];
        assert!(item[1] == "2" || holds.iter().any(|what| item[4].contains(what)), "nothing holds {item:?}");
        assert_eq!(item[1], if LEVEL_1.contains(number) { "1" } else { "2" }, "the level of {number}");
    }
    let missing: Vec<_> = LEVEL_1.iter().filter(|number| !numbers.contains(number)).collect();
    assert!(missing.is_empty(), "not told of: {missing:?}");
}
