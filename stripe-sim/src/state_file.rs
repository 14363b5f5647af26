//! The state file: written whole beside itself and renamed.

use crate::state::{LAYOUT, State};
use serde::Deserialize;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    dirty: AtomicBool,
    changed: Notify,
    /// One writer at a time, so that an older state never replaces a newer one.
    writing: Mutex<()>,
}

#[derive(Deserialize)]
struct Layout {
    layout: u32,
}

impl StateFile {
    pub fn new(path: PathBuf) -> Self {
        Self { path, dirty: AtomicBool::new(false), changed: Notify::new(), writing: Mutex::new(()) }
    }

    /// The saved state, or a new one when there is no file yet. A file that cannot be read is left as it is.
    pub fn load(&self) -> io::Result<State> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::new()),
            Err(error) => return Err(self.explain("cannot be read", &error)),
        };
        let damaged = |error| self.explain("is damaged", &error);
        let state = match serde_json::from_slice::<State>(&bytes) {
            Ok(state) if state.layout == LAYOUT => return Ok(state),
            state => state,
        };
        // Of another layout nothing else can be told.
        let Layout { layout } = serde_json::from_slice(&bytes).map_err(damaged)?;
        if layout != LAYOUT {
            let found = format!("it has layout {layout}, this program knows layout {LAYOUT}");
            return Err(self.explain("was written by another version", &found));
        }
        state.map_err(damaged)
    }

    fn explain(&self, what: &str, why: &dyn std::fmt::Display) -> io::Error {
        let path = self.path.display();
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!(
                "the state file {path} {what} ({why}); it was left untouched: repair it, or move it away to begin anew"
            ),
        )
    }

    /// Waits until there is something to write.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    pub fn mark_dirty(&self) {
        self.dirty.store(true, Ordering::Release);
        self.changed.notify_one();
    }

    /// Writes what `state` gives, if anything changed since the last time.
    pub fn flush(&self, state: impl FnOnce() -> serde_json::Result<Vec<u8>>) -> io::Result<()> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.dirty.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let written = state().map_err(io::Error::from).and_then(|bytes| self.write(&bytes));
        if written.is_err() {
            self.dirty.store(true, Ordering::Release);
        }
        written
    }

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut name = self.path.clone().into_os_string();
        name.push(".tmp");
        let temporary = PathBuf::from(name);
        let mut file = create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, &self.path)
    }
}

/// For nobody else on this machine to read.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
