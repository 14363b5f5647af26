//! Renders a report as text or JSON. The text contains colours; the caller removes them when the
//! output is no terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use crate::{
    commands::style::mode_line,
    doctor::{Finding, Level, Report},
};

/// The report as JSON, with its verdict.
pub fn json(report: &Report) -> Value {
    let mut value = json!(report);
    value["verdict"] = json!(report.verdict());
    value
}

/// One line per finding, followed by its remedy.
pub fn report(report: &Report) -> String {
    let mut text = report.mode.map(mode_line).unwrap_or_default();
    for Finding { level, check, what, remedy } in &report.findings {
        let (style, sign) = look(*level);
        let what = what.replace('\n', "\n             ");
        let _ = writeln!(text, "{style}{sign}{style:#} {check:<9}  {what}");
        if let Some(remedy) = remedy {
            let _ = writeln!(text, "             {style}→{style:#} {remedy}");
        }
    }
    let count = |level| report.findings.iter().filter(|finding| finding.level == level).count();
    let (style, _) = look(report.verdict());
    let verdict = match report.verdict() {
        Level::Green => "Green: all is well.".to_owned(),
        Level::Yellow => format!("Yellow: it works, but {} should be checked.", count(Level::Yellow)),
        Level::Red => format!("Red: {} to repair, {} to check.", count(Level::Red), count(Level::Yellow)),
    };
    let _ = writeln!(text, "\n{style}{verdict}{style:#}");
    text
}

/// A sign as well as a colour: not everybody sees colours.
fn look(level: Level) -> (Style, char) {
    match level {
        Level::Green => (AnsiColor::Green.on_default(), '✓'),
        Level::Yellow => (AnsiColor::Yellow.on_default(), '!'),
        Level::Red => (AnsiColor::Red.on_default().bold(), '✗'),
    }
}
