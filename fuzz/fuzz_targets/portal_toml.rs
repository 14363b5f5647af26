//! `portal.toml`: every problem is said with a line that the file has.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Err(error) = portal_config::parse(Path::new("portal.toml"), text.to_owned()) else { return };
    assert!(!error.problems.is_empty());
    for (line, problem) in &error.problems {
        assert!(line.is_none_or(|line| line >= 1 && line <= text.lines().count() + 1), "{line:?} {problem:?}");
    }
    let _ = error.to_string();
});
