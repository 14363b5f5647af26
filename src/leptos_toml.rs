//! Finds Leptos' settings, so that a deployed binary runs beside its `site/` without cargo.

use std::path::{Path, PathBuf};

use leptos::config::{LeptosOptions, get_configuration};

const FILE: &str = "Leptos.toml";

/// The settings, from the environment if `cargo leptos` set it, else from `Leptos.toml`.
///
/// # Errors
/// A sentence that says which file or variable could not be read.
pub fn load() -> Result<LeptosOptions, String> {
    if std::env::var_os("LEPTOS_OUTPUT_NAME").is_some() {
        return read(None);
    }
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join(FILE)));
    let Some(path) = beside.into_iter().chain([PathBuf::from(FILE)]).find(|path| path.is_file()) else {
        return Err("not found beside the executable or in the working directory".to_owned());
    };
    let mut options = read(path.to_str())?;
    // A relative site root is relative to the file that contains it.
    if std::env::var_os("LEPTOS_SITE_ROOT").is_none()
        && let Some(folder) = path.parent()
    {
        let root = folder.join(Path::new(&*options.site_root));
        options.site_root = root.to_string_lossy().into_owned().into();
    }
    Ok(options)
}

fn read(path: Option<&str>) -> Result<LeptosOptions, String> {
    get_configuration(path).map(|file| file.leptos_options).map_err(|error| error.to_string())
}
