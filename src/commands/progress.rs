//! Progress of a long command: a bar on a terminal, otherwise an occasional line.

use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressStyle};

/// Without a terminal: steps per line.
const EVERY: u64 = 1000;

pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(total: u64) -> Self {
        let bar = ProgressBar::new(total);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {eta} left") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(super) fn step(&self) {
        self.0.inc(1);
        let done = self.done();
        if self.0.is_hidden() && done.is_multiple_of(EVERY) {
            eprintln!("{done} of {}", self.0.length().unwrap_or_default());
        }
    }

    /// Prints a line above the bar.
    pub(super) fn line(&self, text: &str) {
        self.0.suspend(|| println!("{text}"));
    }

    /// Prints a line above the bar, for people: the output is for programs.
    pub(super) fn complain(&self, text: &str) {
        self.0.suspend(|| eprintln!("{text}"));
    }

    /// There is more to do than was known.
    pub(super) fn grow(&self, by: u64) {
        self.0.inc_length(by);
    }

    /// The same for a command whose output may be closed.
    pub(super) fn try_line(&self, text: &str) -> io::Result<()> {
        self.0.suspend(|| writeln!(io::stdout(), "{text}"))
    }

    fn done(&self) -> u64 {
        self.0.position()
    }

    /// Removes the bar and returns the number of steps.
    pub(super) fn finish(&self) -> u64 {
        let done = self.done();
        self.0.finish_and_clear();
        done
    }
}
