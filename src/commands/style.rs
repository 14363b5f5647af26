//! The commands' colours. Printing removes them without a terminal or with `NO_COLOR`.

use anstyle::{AnsiColor, Color, Style};
use stripe::Mode;

pub const BOLD: Style = Style::new().bold();
pub const ADDED: Style = AnsiColor::Green.on_default();
pub const REMOVED: Style = AnsiColor::Red.on_default();
pub const CHANGED: Style = AnsiColor::Yellow.on_default();
const LOUD: Style = AnsiColor::White.on_default().bg_color(Some(Color::Ansi(AnsiColor::Red))).bold();

/// The line that says whether the command works in test or live mode.
pub fn mode_line(mode: Mode) -> String {
    match mode {
        Mode::Test => format!("{BOLD}Test mode{BOLD:#}\n"),
        Mode::Live => format!("{LOUD} LIVE MODE {LOUD:#} changes here are visible to customers\n"),
    }
}
