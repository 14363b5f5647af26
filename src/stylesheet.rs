//! Where the style sheet is. Leptos' own component reads the file with the names' hashes for every page.

use std::path::PathBuf;

use leptos::config::LeptosOptions;

/// The file that cargo-leptos writes beside the program when names have hashes.
pub fn hash_file(leptos: &LeptosOptions) -> PathBuf {
    let folder = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned())).unwrap_or_default();
    folder.join(&*leptos.hash_file)
}

/// The style sheet's path on this site.
pub fn stylesheet(leptos: &LeptosOptions) -> String {
    let hashes = if leptos.hash_files { std::fs::read_to_string(hash_file(leptos)).ok() } else { None };
    path(leptos, hashes.as_deref())
}

fn path(leptos: &LeptosOptions, hashes: Option<&str>) -> String {
    let named = |line: &str| line.strip_prefix("css:").map(|hash| format!(".{}", hash.trim()));
    let hash = hashes.and_then(|hashes| hashes.lines().find_map(named)).unwrap_or_default();
    format!("/{}/{}{hash}.css", leptos.site_pkg_dir, leptos.output_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_has_the_hash_that_the_build_wrote() {
        let leptos = LeptosOptions::builder().output_name("app").build();
        assert_eq!(path(&leptos, None), "/pkg/app.css");
        assert_eq!(path(&leptos, Some("js: one\nwasm: two\ncss: three\n")), "/pkg/app.three.css");
    }
}
