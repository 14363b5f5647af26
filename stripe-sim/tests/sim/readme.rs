//! The README's tables are the program's own.

use crate::actions::SCENES;
use crate::common::Stripe;
use std::collections::BTreeSet;
use stripe_sim::{API_VERSION, answered_versions, endpoints, simulated_versions};

#[test]
fn the_readme_lists_exactly_the_endpoints_there_are() {
    let readme = include_str!("../../README.md");
    let listed: BTreeSet<_> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(endpoint, _)| endpoint)
        .filter(|endpoint| endpoint.contains(" /v1/"))
        .collect();
    let there: Vec<_> = endpoints().map(|(method, path)| format!("{method} {path}")).collect();
    let there: BTreeSet<_> = there.iter().map(String::as_str).collect();
    assert_eq!(listed, there);
    assert!(readme.contains(API_VERSION));
}

#[test]
fn the_readme_lists_exactly_the_versions_that_are_taken() {
    let section = include_str!("../../README.md").split("\n## ").find(|part| part.starts_with("Versions\n")).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let mut rows: Vec<_> = rows.collect();
    rows.reverse();
    let versions: Vec<_> = rows.iter().map(|(version, _)| *version).collect();
    assert_eq!(versions, answered_versions().collect::<Vec<_>>());
    let simulated = rows.iter().filter(|(_, what)| what.starts_with("simulated: ")).map(|(version, _)| *version);
    assert_eq!(simulated.collect::<Vec<_>>(), simulated_versions().collect::<Vec<_>>());
}

#[tokio::test]
async fn the_scenes_the_readme_lists_are_there_and_the_random_lives_play_them() {
    let stripe = Stripe::start().await;
    let table = include_str!("../../README.md").split("| scene | |\n|---|---|\n").nth(1).unwrap();
    let rows = table.lines().map_while(|line| line.strip_prefix("| `")?.split('`').next());
    let listed: BTreeSet<_> = rows.collect();
    let body = serde_json::json!({"customer": "cus_none", "scene": "none of them"});
    let answer = stripe.http.post(stripe.url("_sim/scenes")).json(&body).send().await.unwrap().text().await.unwrap();
    let (_, there) = answer.split_once("expected one of ").unwrap();
    let there: BTreeSet<_> = there.split('`').skip(1).step_by(2).collect();
    assert_eq!(listed, there);
    assert_eq!(there, SCENES.iter().copied().collect());
}

#[tokio::test]
async fn the_controls_the_readme_lists_are_there() {
    let stripe = Stripe::start().await;
    let spans = include_str!("../../README.md").lines().filter(|line| line.starts_with("| `")).flat_map(|line| {
        let cell = line.split(" | ").next().unwrap_or_default();
        cell.split('`').skip(1).step_by(2)
    });
    let mut controls = 0;
    for (method, path) in spans.filter_map(|span| span.split_once(" /_sim/")) {
        let url = stripe.url(&format!("_sim/{}", path.replace("{id}", "x")));
        let answer = stripe.http.request(method.parse().unwrap(), url).body("not JSON").send().await.unwrap();
        let text = answer.text().await.unwrap();
        assert!(!text.contains("has no control"), "{method} {path}: {text}");
        controls += 1;
    }
    assert!(controls > 20, "{controls}");
}

#[tokio::test]
async fn every_unkindness_the_readme_lists_can_be_turned_on() {
    let stripe = Stripe::start().await;
    let readme = include_str!("../../README.md");
    let section = readme.split("### Unkindness\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<_> = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    for row in &rows {
        stripe.control("unkind", serde_json::from_str(&format!("{{{row}}}")).unwrap()).await;
    }
    let on = stripe.get("_sim/unkind").await;
    let all = on.as_object().unwrap();
    assert!(all.values().all(|field| !field.is_null() && field != false), "a field is not in the README: {on}");
    assert_eq!(rows.len(), 8);
}
