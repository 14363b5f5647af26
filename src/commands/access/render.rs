//! Renders what a policy would change, as text or JSON. The text contains colours; the caller removes them when the
//! output is no terminal.

use std::{fmt::Write, path::Path};

use serde::Serialize;
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    difference::{Change, Difference, Extent},
    key_changes::KeyChange,
    survey::{Listed, Survey, Tally},
};
use crate::commands::{
    minute::minute,
    style::{ADDED, BOLD, CHANGED, REMOVED},
};

/// The file is the policy that holds.
pub fn in_step(file: &Path) -> String {
    format!("The policy is what {} says.\n", file.display())
}

/// One line per key that the file changes.
pub fn key_changes(changes: &[KeyChange], file: &Path) -> String {
    let mut text = format!("{} is another policy than the one that holds:\n\n", file.display());
    for KeyChange { key, from, to } in changes {
        let _ = match (from.is_null(), to.is_null()) {
            (true, _) => writeln!(text, "  {ADDED}+{ADDED:#} {key}: {ADDED}{to}{ADDED:#}"),
            (_, true) => writeln!(text, "  {REMOVED}-{REMOVED:#} {key}: {REMOVED}{from}{REMOVED:#}"),
            _ => writeln!(text, "  {CHANGED}~{CHANGED:#} {key}: {REMOVED}{from}{REMOVED:#} → {ADDED}{to}{ADDED:#}"),
        };
    }
    text.push('\n');
    text
}

/// One line per account.
pub fn listed(survey: &Survey) -> String {
    let mut text = String::new();
    for account in &survey.listed {
        let Listed { account, external_id, differences } = account;
        let name = external_id.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let changes: Vec<String> = differences.iter().map(difference).collect();
        let _ = writeln!(text, "{account}{name}  {}", changes.join("  "));
    }
    match survey.differing - survey.listed.len() as u64 {
        0 => {}
        more => {
            let _ = writeln!(text, "… and {more} more; --limit lists more of them");
        }
    }
    if survey.differing > 0 {
        text.push('\n');
    }
    text
}

/// How many accounts gain or lose what.
pub fn counts(survey: &Survey) -> String {
    let mut text = String::new();
    let longest = survey.features.keys().map(|feature| feature.as_str().chars().count()).max().unwrap_or_default();
    for (feature, Tally { gain, lose, changed }) in &survey.features {
        let counted = [(ADDED, "+", gain, "gain"), (REMOVED, "-", lose, "lose"), (CHANGED, "~", changed, "change")];
        let counted = counted.iter().filter(|(_, _, number, _)| **number > 0);
        let counted: Vec<String> =
            counted.map(|(style, mark, number, what)| format!("{style}{mark}{style:#} {number} {what}")).collect();
        let _ = writeln!(text, "  {:<longest$}  {}", feature.as_str(), counted.join("  "));
    }
    let Tally { gain, lose, changed } = survey.all;
    let accounts = if survey.accounts == 1 { "account" } else { "accounts" };
    let counted = format!("{} {accounts}: {gain} gain, {lose} lose, {changed} change", survey.accounts);
    let _ = writeln!(text, "{BOLD}{counted}{BOLD:#}");
    for (number, what) in [
        (survey.reasons, "are only told another reason, or of another feature"),
        (survey.unknown, "have plans that are not known: their customers were never fetched from Stripe"),
        (survey.unread, "could not be read"),
    ] {
        if number > 0 {
            let _ = writeln!(text, "{number} {what}");
        }
    }
    text
}

/// The result of `apply`.
pub fn applied(version: i64) -> String {
    format!(
        "{ADDED}Done:{ADDED:#} it holds as version {version}, and every server answers by it from now on. Revisions move \
         in the background.\n"
    )
}

/// All of it, with whether there is nothing to apply.
pub fn json(survey: &Survey, in_step: bool, keys: &[KeyChange]) -> Value {
    let Tally { gain, lose, changed } = survey.all;
    let tally = |Tally { gain, lose, changed }: Tally| json!({ "gain": gain, "lose": lose, "changed": changed });
    let features = survey.features.iter().map(|(feature, counted)| (feature.to_string(), tally(*counted)));
    json!({
        "in_step": in_step,
        "policy": keys,
        "accounts": survey.accounts,
        "gain": gain,
        "lose": lose,
        "changed": changed,
        "reasons": survey.reasons,
        "unknown": survey.unknown,
        "unread": survey.unread,
        "features": features.collect::<serde_json::Map<_, _>>(),
        "changes": survey.listed.iter().map(account_json).collect::<Vec<_>>(),
    })
}

fn account_json(Listed { account, external_id, differences }: &Listed) -> Value {
    let features = differences.iter().map(|Difference { feature, change }| {
        let (from, to) = match change {
            Change::Gain(to) => (None, Some(to)),
            Change::Lose(from) => (Some(from), None),
            Change::Other { from, to } => (Some(from), Some(to)),
        };
        json!({ "feature": feature.as_str(), "from": from.map(extent_json), "to": to.map(extent_json) })
    });
    json!({ "account": account, "external_id": external_id, "features": features.collect::<Vec<_>>() })
}

fn extent_json(Extent { limit, until }: &Extent) -> Value {
    json!({ "limit": limit, "until": until.and_then(|at| at.format(&Rfc3339).ok()) })
}

fn difference(Difference { feature, change }: &Difference) -> String {
    match change {
        Change::Gain(to) => format!("{ADDED}+ {feature}{ADDED:#}{}", extent(to)),
        Change::Lose(_) => format!("{REMOVED}- {feature}{REMOVED:#}"),
        Change::Other { from, to } => {
            let limit = (from.limit != to.limit).then(|| format!(" {} → {}", number(from.limit), number(to.limit)));
            let until = (from.until != to.until).then(|| format!(" {} → {}", end(from.until), end(to.until)));
            let changes: Vec<String> = limit.into_iter().chain(until).collect();
            format!("{CHANGED}~ {feature}{CHANGED:#}{}", changes.join(","))
        }
    }
}

/// In parentheses, if it has bounds.
fn extent(Extent { limit, until }: &Extent) -> String {
    let most = limit.map(|most| limit_of(Some(most)));
    let bounds: Vec<String> = most.into_iter().chain(until.map(|at| end(Some(at)))).collect();
    if bounds.is_empty() { String::new() } else { format!(" ({})", bounds.join(", ")) }
}

fn number(limit: Option<u64>) -> String {
    limit.map_or_else(|| "no limit".to_owned(), |limit| limit.to_string())
}

/// How much.
pub fn limit_of(limit: Option<u64>) -> String {
    limit.map_or_else(|| "no limit".to_owned(), |limit| format!("limit {limit}"))
}

/// When it ends.
pub fn end(until: Option<OffsetDateTime>) -> String {
    until.map_or_else(|| "no end".to_owned(), |at| format!("until {}", minute(at.unix_timestamp())))
}

/// A word of a closed list, as the API has it.
pub fn word(word: &impl Serialize) -> String {
    let value = serde_json::to_value(word).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
