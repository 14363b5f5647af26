//! Saving in the background: soon after changes, and once for many of them.

use crate::world::World;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Changes within this long after the first are written together.
const COALESCE: Duration = Duration::from_millis(200);
/// A large state is written less often: this many times as long as it took the last time is left for other things.
const REST: u32 = 10;

/// Saves in the background until the simulator stops.
pub(crate) async fn keep_saved(world: Arc<World>) {
    let Some(file) = &world.file else { return };
    let mut pause = COALESCE;
    loop {
        tokio::select! {
            () = file.changed() => {}
            () = world.stopping.cancelled() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // What is left to write is written when the simulator is dropped.
            () = world.stopping.cancelled() => return,
        }
        let started = Instant::now();
        let saving = world.clone();
        let saved = tokio::task::spawn_blocking(move || saving.save());
        if let Ok(Err(error)) = saved.await {
            tracing::error!(%error, "the state could not be saved");
        }
        pause = COALESCE.max(started.elapsed() * REST);
    }
}
