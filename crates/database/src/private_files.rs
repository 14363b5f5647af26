//! Files and folders that only this user of the machine may read. Existing ones keep their mode.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

/// Creates a folder and its missing parents, with mode 0700. Existing folders are not changed. The
/// empty path is the working folder.
///
/// # Errors
/// When it cannot be created.
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

/// Opens the file for writing, and creates it with mode 0600 if it is missing.
///
/// # Errors
/// When it cannot be created or opened.
pub fn open_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether other users can read the file; `false` on systems without file modes.
pub fn is_readable_by_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o044 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
