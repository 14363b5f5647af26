//! `access keys`, as an operator uses it.

use std::process::Output;

use tempfile::TempDir;

use crate::program;

fn run(folder: &TempDir, args: &[&str], env: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let mut program = program(folder);
    let Output { status, stdout, stderr } =
        program.args(["access", "keys"]).args(args).envs(env.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// The first word of the command's only line, and the rest.
fn kid(out: &str) -> (String, String) {
    assert_eq!(out.lines().count(), 1, "{out}");
    let (kid, rest) = out.trim_end().split_once(' ').unwrap();
    assert_eq!(kid.len(), 43, "{out}");
    (kid.to_owned(), rest.to_owned())
}

#[test]
fn keys_are_replaced_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, said) = run(&folder, &["list"], &[]);
    assert!(code == Some(0) && out.is_empty(), "{out}{said}");

    let rotated = |args: &[&str], words: &str| {
        let (code, out, said) = run(&folder, &[&["rotate"], args].concat(), &[]);
        let (kid, rest) = kid(&out);
        assert!(code == Some(0) && rest.contains(words), "{out}{said}");
        kid
    };
    let first = rotated(&[], "is published, and signs from ");
    let next = rotated(&[], "Tokens from before stay good.");
    let (_, list, _) = run(&folder, &["list"], &[]);
    let states: Vec<_> =
        list.lines().map(|line| (line.split(' ').next().unwrap(), line.rsplit(' ').next().unwrap())).collect();
    assert_eq!(states, [(first.as_str(), "signs"), (&next, "next")], "{list}");

    let last = rotated(&["--now"], "signs now. Older keys that are removed: 2.");
    let (_, list, _) = run(&folder, &["list"], &[]);
    assert!(kid(&list).0 == last && list.ends_with("  signs\n"), "{list}");
}

#[test]
fn another_app_secret_replaces_no_key_unless_it_is_said_that_the_former_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(&folder, &["rotate"], &[]).0, Some(0));
    let another = [("APP_SECRET", crate::SECRET)];
    let (code, out, said) = run(&folder, &["rotate"], &another);
    assert!(code == Some(1) && out.is_empty() && said.contains("it is not the server's"), "{out}{said}");
    assert_eq!(run(&folder, &["list"], &[]).1.lines().count(), 1, "nothing was done");
    let (code, _, said) = run(&folder, &["rotate", "--now"], &another);
    assert!(
        code == Some(0) && said.contains("If the server has another APP_SECRET, nothing can be signed now"),
        "{said}"
    );
}

#[test]
fn production_makes_no_key_without_its_secret() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, said) = run(&folder, &["rotate"], &[("LEPTOS_ENV", "PROD")]);
    assert!(code == Some(1) && out.is_empty() && said.contains("APP_SECRET is not set"), "{out}{said}");
    assert!(!folder.path().join("data/app-secret").exists());
    let env = [("LEPTOS_ENV", "PROD"), ("APP_SECRET", crate::SECRET)];
    assert_eq!(run(&folder, &["rotate"], &env).0, Some(0));
}
