//! The files in `locales/` against each other, and against what the program says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

/// By the name of each text, its variables.
type Texts = BTreeMap<String, BTreeSet<String>>;

/// Said of a language, not by it.
const OF_THE_FILE: [&str; 2] = ["language-name", "offered-to"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files() -> BTreeMap<String, Texts> {
    let files = fs::read_dir(root().join("locales")).expect("the folder is there");
    let files = files.map(|file| file.expect("a file").path());
    files.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), read(&path))).collect()
}

fn read(path: &Path) -> Texts {
    let text = fs::read_to_string(path).expect("it can be read");
    let parsed = parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
    let mut texts = Texts::new();
    for entry in &parsed.body {
        let Entry::Message(message) = entry else { continue };
        let mut variables = BTreeSet::new();
        pattern(message.value.as_ref().expect("a text"), &mut variables);
        let known = texts.insert(message.id.name.to_owned(), variables);
        assert!(known.is_none(), "{}: {} is there twice", path.display(), message.id.name);
    }
    texts
}

fn pattern(of: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &of.elements {
        if let PatternElement::Placeable { expression: inner } = element {
            expression(inner, variables);
        }
    }
}

fn expression(of: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match of {
        Expression::Inline(inner) => inline(inner, variables),
        Expression::Select { selector, variants } => {
            inline(selector, variables);
            for variant in variants {
                pattern(&variant.value, variables);
            }
        }
    }
}

fn inline(of: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match of {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression: inner } => expression(inner, variables),
        _ => {}
    }
}

/// Every `say!(reader, "name", variable = …)` of the program.
fn said() -> Texts {
    let mut said = Texts::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("text/files_tests.rs") {
                uses(&fs::read_to_string(&path).expect("it can be read"), &mut said);
            }
        }
    }
    said
}

fn uses(code: &str, said: &mut Texts) {
    // The macro's own description is none.
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for call in code.split("say!(").skip(1) {
        let (mut depth, mut is_text, mut end) = (1, false, call.len());
        for (at, letter) in call.char_indices() {
            is_text ^= letter == '"';
            if !is_text {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
            }
            if depth == 0 {
                end = at;
                break;
            }
        }
        let arguments = split_at_commas(&call[..end]);
        let Some(name) = arguments.get(1).and_then(|name| name.trim().strip_prefix('"')?.strip_suffix('"')) else {
            continue;
        };
        let variables = arguments.iter().skip(2).filter_map(|it| Some(it.split_once('=')?.0.trim().to_owned()));
        let variables: BTreeSet<_> = variables.filter(|it| !it.is_empty()).collect();
        let known = said.entry(name.to_owned()).or_insert_with(|| variables.clone());
        assert_eq!(*known, variables, "{name} is said with these variables here, and with those there");
    }
}

/// At those that are in no parentheses and in no string.
fn split_at_commas(code: &str) -> Vec<&str> {
    let (mut depth, mut is_text, mut begin, mut parts) = (0, false, 0, Vec::new());
    for (at, letter) in code.char_indices() {
        match letter {
            '"' => is_text = !is_text,
            '(' | '[' | '{' if !is_text => depth += 1,
            ')' | ']' | '}' if !is_text => depth -= 1,
            ',' if depth == 0 && !is_text => {
                parts.push(&code[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&code[begin..]);
    parts
}

#[test]
fn what_is_said_is_in_the_file_and_what_is_in_the_file_is_said() {
    let (said, files) = (said(), files());
    let english: Texts = files["en-US"].clone();
    for (name, variables) in &said {
        let there = english.get(name).unwrap_or_else(|| panic!("locales/en-US.ftl does not have {name}"));
        assert_eq!(there, variables, "the variables of {name}, in the file and where it is said");
    }
    let unused: Vec<_> =
        english.keys().filter(|name| !said.contains_key(*name) && !OF_THE_FILE.contains(&name.as_str())).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn every_language_has_every_text_with_its_variables() {
    let files = files();
    let english = &files["en-US"];
    for (language, texts) in &files {
        for (name, variables) in texts {
            assert_eq!(english.get(name), Some(variables), "{language}: {name}");
        }
        // British English is English but for what it writes differently.
        let is_whole = !language.starts_with("en-") || language == "en-US";
        let missing: Vec<_> = english.keys().filter(|name| !texts.contains_key(*name)).collect();
        assert!(!is_whole || missing.is_empty(), "{language} lacks {missing:?}");
    }
}

#[test]
fn a_use_is_found_with_its_variables() {
    let mut said = Texts::new();
    uses("say!(reader, \"one\")\nsay!(\n  reader(),\n  \"two\",\n  a = f(x, \"(\"),\n  b = y,\n)", &mut said);
    let variables = |name: &str| said[name].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!((variables("one"), variables("two")), (vec![], vec!["a", "b"]));
}
