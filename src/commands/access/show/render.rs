//! Renders the explanation. The text contains colours; the caller removes them when the output is no terminal.

use std::fmt::Write;

use access::{Access, Decision, FeatureKey, decide};
use time::OffsetDateTime;

use super::{Known, steps};
use crate::{
    commands::{
        access::render::{end, limit_of, word},
        minute::minute,
        style::{ADDED, BOLD, REMOVED},
    },
    text::{Reader, step},
};

/// The answer and its steps, for an operator.
pub fn explained(known: &Known) -> String {
    let Known { found, rules, at, .. } = known;
    let answer = decide(&found.facts, &rules.policy, &rules.catalog, *at);
    let mut text = head(known, &answer);
    section(&mut text, "Subscriptions", &steps::subscriptions(known, &answer));
    section(&mut text, "Grants", &steps::grants(known));
    section(&mut text, "Free for everybody", &steps::free(&rules.policy));
    let is_answered = !found.look.is_unknown();
    section(&mut text, if is_answered { "So it may use" } else { "Once it is fetched, at least" }, &decisions(&answer));
    let next = match answer.changes_at {
        Some(next) => format!("If nothing happens, this stays at least until {}.", moment(next)),
        None => "If nothing happens, this stays.".to_owned(),
    };
    let _ = writeln!(text, "\n{next} All times are UTC.");
    text
}

fn head(known: &Known, answer: &Access) -> String {
    let Known { found, rules, policy, at, .. } = known;
    let look = &found.look;
    let name = found.external_id.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let mut text = format!("{BOLD}{}{name}{BOLD:#} at {}\n", found.account, moment(*at));
    let customer = match (&look.customer, look.synced_at()) {
        (None, _) => "none: it has no plan at Stripe".to_owned(),
        (Some(id), Some(synced)) => format!("{id}, fetched from Stripe {}", moment(synced)),
        (Some(id), None) if look.is_unknown() => {
            format!("{id}, never fetched from Stripe: nothing is known, and the API answers 503")
        }
        (Some(id), None) => format!("{id}, which was deleted at Stripe"),
    };
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<10}{value}");
    };
    row("customer", &customer);
    // Whether it is stale is a matter of now.
    if let Some(stale) = look.stale(clock::now()) {
        row("stale", &format!("since {}: Stripe may say something else by now", moment(stale.since)));
    }
    let is_behind = look.revised_by != Some(rules.version);
    let behind = if is_behind { ", which the server will move to the rules that hold" } else { "" };
    row("revision", &format!("{}{behind}", look.revision()));
    let policy = match policy {
        Some((version, applied)) => format!("version {version}, applied {}", minute(*applied)),
        None => "what holds without a file: none was ever applied".to_owned(),
    };
    row("policy", &policy);
    row("standing", &word(&answer.standing));
    text
}

fn section(text: &mut String, title: &str, lines: &[String]) {
    let _ = writeln!(text, "\n{BOLD}{title}{BOLD:#}");
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
    if lines.is_empty() {
        let _ = writeln!(text, "  nothing");
    }
}

fn decisions(answer: &Access) -> Vec<String> {
    let longest = answer.features.keys().map(|feature| feature.as_str().chars().count()).max().unwrap_or_default();
    answer.features.iter().map(|(feature, decision)| line(feature, decision, longest)).collect()
}

fn line(feature: &FeatureKey, decision: &Decision, longest: usize) -> String {
    let feature = feature.as_str();
    let mut parts = Vec::new();
    if decision.granted {
        parts.push(limit_of(decision.limit));
        parts.push(end(decision.until));
    }
    parts.extend(decision.reason.as_ref().map(word));
    let help = decision.help.as_ref().map(|help| step(help, &Reader::default()));
    parts.extend(help.map(|help| format!("what would help: {help}")));
    let mark = if decision.granted { format!("{ADDED}+{ADDED:#}") } else { format!("{REMOVED}-{REMOVED:#}") };
    format!("{mark} {feature:<longest$}  {}", parts.join(", "))
}

fn moment(at: OffsetDateTime) -> String {
    minute(at.unix_timestamp())
}
