//! docs/RECIPE.md shows the real code: its excerpts are in the named files, its links exist, and no
//! section of the recipe is missing.

mod document;
mod excerpt;

use std::{
    fs,
    path::{Path, PathBuf},
};

use document::Document;

/// The document's sections, in order: those of the recipe, then its gotchas and its questions.
const HEADINGS: [&str; 34] = [
    "The server function",
    "The route handler",
    "The account page",
    "The button with a loading state",
    "How it works",
    "The portal does the work",
    "A session is a short-lived address",
    "The way back",
    "What the portal offers",
    "What customers do there comes back as webhooks",
    "Variations",
    "The configuration by program",
    "Deep links",
    "Notes on types",
    "Gotchas",
    "A portal that is not configured opens for nobody",
    "A portal URL is for one click",
    "A customer with nothing on file sees an empty portal",
    "What changes in the portal has to reach the database",
    "A redirect that error handling swallows",
    "Prices that the portal offers and Stripe does not have",
    "Alternatives",
    "Questions",
    "What can customers do in the portal?",
    "How is a session made, and the customer sent there?",
    "What does a customer without any billing history see?",
    "Where is the portal configured?",
    "Can a link lead straight to one action, such as canceling?",
    "How long does a portal URL work?",
    "Which webhook events matter?",
    "What happens if the redirect is caught?",
    "How is the portal configured without the Dashboard?",
    "What type does making a session return?",
    "Server function or route handler?",
];

/// A path from the root of the repository.
fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn recipe() -> Document {
    let text = fs::read_to_string(path("docs/RECIPE.md")).expect("docs/RECIPE.md can be read");
    Document::parse(&text)
}

#[test]
fn every_excerpt_is_in_the_file_it_names() {
    let blocks = recipe().blocks;
    let excerpts: Vec<_> = blocks.iter().filter_map(|block| Some((block, block.origin.as_ref()?))).collect();
    assert!(excerpts.len() >= 20, "only {} excerpts were found", excerpts.len());
    for (block, origin) in excerpts {
        let source = fs::read_to_string(path(origin)).unwrap_or_else(|error| panic!("{origin}: {error}"));
        let found = excerpt::is_in(&block.lines, &source);
        assert!(found, "docs/RECIPE.md:{}: this is not in {origin}:\n{}", block.line, block.lines.join("\n"));
    }
}

#[test]
fn every_block_of_code_names_its_file() {
    for block in recipe().blocks {
        let is_command = matches!(block.language.as_str(), "sh" | "text");
        assert!(is_command || block.origin.is_some(), "docs/RECIPE.md:{}: whose code is this?", block.line);
    }
}

#[test]
fn every_section_gotcha_and_question_of_the_recipe_is_there_in_order() {
    let document = recipe();
    let mut headings = document.headings.iter();
    for wanted in HEADINGS {
        assert!(headings.any(|heading| heading.text == wanted), "missing, or not in its place: {wanted}");
    }
    let empty = document.headings.iter().find(|heading| !heading.has_content);
    assert!(empty.is_none(), "nothing is said under {empty:?}");
}

#[test]
fn every_link_leads_somewhere() {
    let document = recipe();
    let links: Vec<_> = document.links.iter().filter(|link| !link.contains("://")).collect();
    assert!(links.len() >= 20, "only {} links were found", links.len());
    for link in links {
        let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
        assert!(path("docs").join(file).exists(), "{link}: there is no such file");
        let is_known = !file.is_empty() || document.headings.iter().any(|heading| heading.anchor() == anchor);
        assert!(is_known, "{link}: there is no such heading");
    }
}
