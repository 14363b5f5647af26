//! Folders for what only this account of the machine may read.

use std::{fs, io, path::Path};

/// Makes a folder and those above it, as far as they are missing, closed to other users (0700). What
/// exists already stays as it is. The empty path is the working folder.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
