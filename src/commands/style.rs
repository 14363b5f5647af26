//! How the commands look. Texts carry their colours; printing takes them out where there is no
//! terminal or `NO_COLOR` is set.

use anstyle::{AnsiColor, Color, Style};
use stripe::Mode;

pub const BOLD: Style = Style::new().bold();
pub const ADDED: Style = AnsiColor::Green.on_default();
pub const REMOVED: Style = AnsiColor::Red.on_default();
pub const CHANGED: Style = AnsiColor::Yellow.on_default();
const LOUD: Style = AnsiColor::White.on_default().bg_color(Some(Color::Ansi(AnsiColor::Red))).bold();

/// Which half of the account is being looked at: nobody should have to guess.
pub fn mode_line(mode: Mode) -> String {
    match mode {
        Mode::Test => format!("{BOLD}Test mode{BOLD:#}\n"),
        Mode::Live => format!("{LOUD} LIVE MODE {LOUD:#} what you change here is what customers see\n"),
    }
}
