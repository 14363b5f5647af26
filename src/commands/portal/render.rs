//! Renders a plan as text or JSON. The text contains colours; the caller removes them when the
//! output is no terminal.

use std::{collections::BTreeMap, fmt::Write};

use portal_config::{Change, Plan};
use serde_json::{Value, json};

use crate::commands::style::{ADDED, BOLD, CHANGED, REMOVED};

/// The plan as JSON, with whether there is anything to do.
pub fn json(plan: &Plan) -> Value {
    let mut value = json!(plan);
    value["in_step"] = plan.is_in_step().into();
    value
}

/// One line per change.
pub fn plan(plan: &Plan) -> String {
    let mut text = String::new();
    match &plan.configuration {
        Some(id) if plan.is_in_step() => {
            let _ = writeln!(text, "The portal is in step with the file ({id}).");
            return text;
        }
        Some(id) => writeln!(text, "The configuration {id}:\n"),
        None => writeln!(text, "A new configuration:\n"),
    }
    .unwrap_or_default();
    let changes = plan.changes.iter().chain(&plan.checkout);
    let mut lines: Vec<String> = changes.map(|change| line(change, &plan.names)).collect();
    lines.extend(
        plan.obsolete
            .iter()
            .map(|id| format!("  {REMOVED}-{REMOVED:#} deactivate {id}, which is an older one of ours")),
    );
    if plan.unrecorded {
        lines.push(format!("  {ADDED}+{ADDED:#} tell the servers to use it"));
    }
    let _ = writeln!(text, "{}\n", lines.join("\n"));
    let count = lines.len();
    let _ = writeln!(text, "{BOLD}{count} {} to make{BOLD:#}", if count == 1 { "change" } else { "changes" });
    text
}

/// The result of `apply`, with a warning if STRIPE_PORTAL_CONFIGURATION overrides it.
pub fn applied(id: &str, overriding: Option<&str>) -> String {
    let mut text = format!("{ADDED}Done:{ADDED:#} customers get {id} from their next click on.\n");
    if let Some(other) = overriding.filter(|other| *other != id) {
        let _ = writeln!(
            text,
            "{CHANGED}But{CHANGED:#} STRIPE_PORTAL_CONFIGURATION is set to {other}, and a server that has it set uses \
             that one: unset it."
        );
    }
    text
}

fn line(change: &Change, names: &BTreeMap<String, String>) -> String {
    let path = named_path(&change.path, names);
    let (from, to) = (value(&change.from, names), value(&change.to, names));
    match (change.from.is_null(), change.to.is_null()) {
        (true, _) => format!("  {ADDED}+{ADDED:#} {path}: {ADDED}{to}{ADDED:#}"),
        (_, true) => format!("  {REMOVED}-{REMOVED:#} {path}: {REMOVED}{from}{REMOVED:#}"),
        _ => format!("  {CHANGED}~{CHANGED:#} {path}: {REMOVED}{from}{REMOVED:#} → {ADDED}{to}{ADDED:#}"),
    }
}

/// Adds the product's name to its id in the path.
fn named_path(path: &str, names: &BTreeMap<String, String>) -> String {
    let id = path.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(id, _)| id);
    match id.and_then(|id| Some((id, names.get(id)?))) {
        Some((id, name)) => path.replace(id, &format!("{id} ({name})")),
        None => path.to_owned(),
    }
}

fn value(value: &Value, names: &BTreeMap<String, String>) -> String {
    match value {
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(|element| self::value(element, names)).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::String(id) if names.contains_key(id) => format!("{id} ({})", names[id]),
        other => other.to_string(),
    }
}
