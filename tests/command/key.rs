//! `key`, as an operator uses it.

use std::process::Output;

use tempfile::TempDir;

use crate::program;

fn run(folder: &TempDir, args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = program(folder).arg("key").args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_key_is_alone_on_standard_output_and_is_listed_without_its_secret() {
    let folder = tempfile::tempdir().unwrap();
    let (code, key, said) = run(&folder, &["create", "--name", "shop", "--scopes", "handover,access:read"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(key.lines().count(), 1, "{key}");
    assert!(key.starts_with("cpk_") && key.ends_with('\n') && key.trim().len() > 60, "{key}");
    assert!(said.contains("It is not shown again") && !said.contains(key.trim()), "{said}");
    assert!(said.contains("was not there, and is a new database now: is it the server's (DATABASE_URL)?"), "{said}");

    let (code, list, said) = run(&folder, &["list"]);
    assert!(!said.contains("new database"), "{said}");
    let secret = key.trim().splitn(3, '_').last().unwrap();
    assert!(code == Some(0) && list.contains("never used") && list.contains("shop"), "{list}");
    assert!(list.contains("handover access:read") && !list.contains(secret), "{list}");
    let id = list.split_whitespace().next().unwrap();
    for (said, again) in [("is revoked", 0), ("was revoked before", 0)] {
        let (code, out, _) = run(&folder, &["revoke", id]);
        assert!(code == Some(again) && out.contains(said), "{out}");
    }
    assert!(run(&folder, &["list"]).1.contains("revoked "), "{list}");
}

#[test]
fn what_is_no_key_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for (args, words) in [
        (["revoke", "key_0000000000000000"].as_slice(), "`customer-portal key list` shows them all"),
        (&["revoke", "shop"], "as `customer-portal key list` shows it"),
        (&["create", "--name", "shop", "--scopes", "admin"], "the scopes are handover and access:read"),
        (&["create", "--name", "", "--scopes", "handover"], "a name has 1 to 80 characters"),
    ] {
        let (code, out, said) = run(&folder, args);
        assert!(code == Some(1) && out.is_empty() && said.contains(words), "{args:?}: {out}{said}");
    }
}
