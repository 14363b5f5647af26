//! Renders what a policy would change, as text or JSON. The text contains colours; the caller removes them when the
//! output is no terminal.

use std::{fmt::Write, path::Path};

use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    difference::{Change, Difference, Extent},
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
pub fn counts(survey: &Survey, file: &Path) -> String {
    let mut text = format!("{} is another policy than the one that holds.\n", file.display());
    let longest = survey.features.keys().map(|feature| feature.as_str().chars().count()).max().unwrap_or_default();
    for (feature, Tally { gain, lose, changed }) in &survey.features {
        let _ = writeln!(
            text,
            "  {feature:<longest$}  {ADDED}+{ADDED:#} {gain} gain it  {REMOVED}-{REMOVED:#} {lose} lose it  \
             {CHANGED}~{CHANGED:#} {changed} have it otherwise",
            feature = feature.as_str(),
        );
    }
    let Tally { gain, lose, changed } = survey.all;
    let _ = writeln!(
        text,
        "{BOLD}{} accounts: {gain} gain, {lose} lose, {changed} have otherwise what they have{BOLD:#}",
        survey.accounts
    );
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

/// All of it, with whether there is anything to apply.
pub fn json(survey: &Survey, in_step: bool) -> Value {
    let Tally { gain, lose, changed } = survey.all;
    let tally = |Tally { gain, lose, changed }: Tally| json!({ "gain": gain, "lose": lose, "changed": changed });
    let features = survey.features.iter().map(|(feature, counted)| (feature.to_string(), tally(*counted)));
    json!({
        "in_step": in_step,
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
            let limit = (from.limit != to.limit).then(|| format!(" {} → {}", limit(from.limit), limit(to.limit)));
            let until = (from.until != to.until).then(|| format!(" {} → {}", end(from.until), end(to.until)));
            let changes: Vec<String> = limit.into_iter().chain(until).collect();
            format!("{CHANGED}~ {feature}{CHANGED:#}{}", changes.join(","))
        }
    }
}

/// In parentheses, if it has bounds.
fn extent(Extent { limit, until }: &Extent) -> String {
    let limit = limit.map(|limit| format!("limit {limit}"));
    let bounds: Vec<String> = limit.into_iter().chain(until.map(|at| end(Some(at)))).collect();
    if bounds.is_empty() { String::new() } else { format!(" ({})", bounds.join(", ")) }
}

/// How much.
pub fn limit(limit: Option<u64>) -> String {
    limit.map_or_else(|| "no limit".to_owned(), |limit| limit.to_string())
}

/// When it ends.
pub fn end(until: Option<OffsetDateTime>) -> String {
    until.map_or_else(|| "no end".to_owned(), |at| format!("until {}", minute(at.unix_timestamp())))
}
