//! The policies that are applied meanwhile.

use crate::{Outcome, servers::Program};

/// A policy, as far as it differs from what holds without one.
pub struct Policy {
    /// The file.
    toml: &'static str,
    /// What everybody may use, and how much of it.
    pub free: &'static [(&'static str, Option<u64>)],
    /// Whether a plan that its customer paused grants its features.
    pub pause_requested: bool,
}

/// What holds before any is applied.
pub const BEFORE: Policy = Policy { toml: "", free: &[], pause_requested: false };

/// Everybody gets something that nothing else grants.
pub const GENEROUS: Policy =
    Policy { toml: r#"free = ["converged"]"#, free: &[("converged", None)], pause_requested: false };

/// It is taken back.
pub const LAST: Policy = Policy {
    toml: "free = ['seats']\nfeatures.seats.free_limit = 2\nstanding.paused.pause_requested = true",
    free: &[("seats", Some(2))],
    pause_requested: true,
};

impl Policy {
    /// Whether everybody gets what nothing but [`GENEROUS`] grants.
    pub fn is_generous(&self) -> bool {
        self.free == GENEROUS.free
    }

    /// Makes it hold. Every answer that is asked for afterwards has to follow it.
    pub async fn apply(&self, program: &Program) -> Outcome<()> {
        let file = program.write("access.toml", self.toml).await?;
        program.run(&["access", "apply", "--file", &file, "--yes"]).await
    }
}
