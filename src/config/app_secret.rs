//! The secret from which all keys of the site's own are derived; see [`crate::keys`].

use std::{
    ffi::OsString,
    fmt,
    io::Write,
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::Args;
use database::{DatabaseUrl, private_files::make_private_folder};
use ring::rand::{SystemRandom, generate};
use secrecy::{ExposeSecret, SecretString};

use crate::config::{
    ConfigError,
    secret::{self, FileError},
};

/// The length in bytes of the keys derived from it.
const LENGTH: usize = 32;

/// One secret, or several while they are rotated: the first one signs and encrypts, all of them verify
/// and decrypt. Each has at least 32 bytes.
#[derive(Clone)]
pub struct AppSecret {
    current: SecretString,
    previous: Vec<SecretString>,
}

impl AppSecret {
    /// The secret that signs and encrypts.
    pub fn current(&self) -> &[u8] {
        self.current.expose_secret().as_bytes()
    }

    /// The older secrets, which only verify and decrypt.
    pub fn previous(&self) -> impl Iterator<Item = &[u8]> {
        self.previous.iter().map(|secret| secret.expose_secret().as_bytes())
    }

    /// The secret in this file. A missing file is created (0600) with a random secret. Processes
    /// that do this at the same time all get the same secret.
    ///
    /// # Errors
    /// When the file can be neither read nor created, or contains no secret.
    pub fn kept_at(path: &Path) -> Result<Self, ConfigError> {
        let failed = |why: String| ConfigError::DevelopmentSecret { path: path.to_owned(), why };
        let text = match secret::read(path) {
            Err(FileError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                make(path).map_err(|error| failed(format!("it cannot be made: {error}")))?;
                secret::read(path)
            }
            text => text,
        };
        text.map_err(|error| failed(error.to_string()))?
            .expose_secret()
            .parse()
            .map_err(|why| failed(format!("it {why}")))
    }
}

/// Writes a temporary file and renames it, unless another process created the file first.
fn make(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_private_folder(folder)?;
    let bytes: [u8; LENGTH] =
        generate(&SystemRandom::new()).map_err(|_| std::io::Error::other("no random bytes"))?.expose();
    // tempfile creates files with mode 0600.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(file, "{}", hex::encode(bytes))?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.error),
        _ => Ok(()),
    }
}

impl FromStr for AppSecret {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut secrets = text.split(',').map(str::trim).filter(|secret| !secret.is_empty()).map(SecretString::from);
        let current = secrets.next().ok_or("is empty; make one with `openssl rand -base64 32`")?;
        let previous: Vec<_> = secrets.collect();
        if previous.iter().chain([&current]).any(|secret| secret.expose_secret().len() < LENGTH) {
            return Err("must have at least 32 bytes, and each of several that are separated by commas; \
                        make one with `openssl rand -base64 32`");
        }
        Ok(Self { current, previous })
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[app secret]")
    }
}

/// Where the secret comes from. Taken by every command that signs or encrypts.
#[derive(Args, Clone, Debug)]
pub struct AppSecretArgs {
    /// The secret from which the site's keys are derived: at least 32 random bytes, from `openssl
    /// rand -base64 32`. While rotating: several, comma-separated, the new one first. Required in
    /// production. Set the environment variable instead: other users of the machine can read the
    /// command line
    #[arg(long, env = "APP_SECRET", hide_env_values = true)]
    app_secret: Option<SecretString>,

    /// A file that contains this secret
    #[arg(long, env = "APP_SECRET_FILE", value_name = "PATH")]
    app_secret_file: Option<OsString>,
}

impl AppSecretArgs {
    /// The configured secret. Outside production, if none is configured, one that is created beside
    /// the SQLite file or in `data/`.
    ///
    /// # Errors
    /// In production without a secret; when it is too short, or cannot be read or created.
    pub fn secret(&self, production: bool, database: &DatabaseUrl) -> Result<AppSecret, ConfigError> {
        match self.configured(production)? {
            Some(secret) => Ok(secret),
            None => AppSecret::kept_at(&development_file(database)),
        }
    }

    /// The secret that [`AppSecretArgs::secret`] finds; `None` where it would be made.
    ///
    /// # Errors
    /// As [`AppSecretArgs::secret`].
    pub fn present(&self, production: bool, database: &DatabaseUrl) -> Result<Option<AppSecret>, ConfigError> {
        let file = development_file(database);
        match self.configured(production)? {
            None if file.exists() => AppSecret::kept_at(&file).map(Some),
            secret => Ok(secret),
        }
    }

    /// The configured secret; `None` outside production if none is configured.
    ///
    /// # Errors
    /// In production without a secret; when it is too short or cannot be read.
    pub fn configured(&self, production: bool) -> Result<Option<AppSecret>, ConfigError> {
        match secret::resolve("APP_SECRET", self.app_secret.as_ref(), self.app_secret_file.as_deref())? {
            Some(text) => text.expose_secret().parse().map(Some).map_err(ConfigError::AppSecret),
            None if production => Err(ConfigError::NoAppSecret),
            None => Ok(None),
        }
    }
}

fn development_file(database: &DatabaseUrl) -> PathBuf {
    database.sqlite_path().and_then(Path::parent).unwrap_or(Path::new("data")).join("app-secret")
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn a_short_secret_is_refused_wherever_it_stands() {
        let long = "0123456789abcdef0123456789abcdef";
        assert!(long.parse::<AppSecret>().is_ok());
        for text in ["", ",", "0123456789abcdef0123456789abcde", &format!("{long},short"), &format!("short,{long}")] {
            let error = text.parse::<AppSecret>().expect_err(text);
            assert!(error.contains("openssl rand -base64 32"), "{error}");
        }
    }

    #[test]
    fn the_first_is_the_current_one_and_nothing_prints() {
        let secret: AppSecret = format!("{}, {}", "a".repeat(32), "b".repeat(40)).parse().expect("valid");
        assert_eq!(secret.current(), "a".repeat(32).as_bytes());
        assert_eq!(secret.previous().collect::<Vec<_>>(), ["b".repeat(40).as_bytes()]);
        assert_eq!(format!("{secret:?}"), "[app secret]");
    }

    #[test]
    fn all_who_start_at_once_get_the_same_secret_in_a_file_of_their_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data/app-secret");
        let start = Barrier::new(16);
        let secrets: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let one = || {
                start.wait();
                AppSecret::kept_at(&path).expect("a secret").current().to_vec()
            };
            let all: Vec<_> = (0..16).map(|_| scope.spawn(one)).collect();
            all.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert!(secrets.iter().all(|secret| *secret == secrets[0]));
        assert_eq!(std::fs::read_dir(folder.path().join("data")).expect("a folder").count(), 1, "nothing is left over");
        #[cfg(unix)]
        for (path, mode) in [(path.as_path(), 0o600), (&folder.path().join("data"), 0o700)] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().expect("it is there").permissions().mode() & 0o777, mode, "{}", path.display());
        }
    }

    #[test]
    fn a_file_that_holds_no_secret_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("app-secret");
        std::fs::write(&path, "short").expect("written");
        let error = AppSecret::kept_at(&path).expect_err("too short").to_string();
        assert!(error.contains("app-secret: it must have at least 32 bytes"), "{error}");
    }

    #[test]
    fn the_secret_for_development_is_beside_the_data() {
        let file = |url: &str| development_file(&url.parse().expect("valid"));
        assert_eq!(file("sqlite://data/demo.db"), Path::new("data/app-secret"));
        assert_eq!(file("sqlite:///var/lib/a.db?mode=rwc"), Path::new("/var/lib/app-secret"));
        assert_eq!(file("sqlite://a.db"), Path::new("app-secret"));
        assert_eq!(file("postgres://u@h/d"), Path::new("data/app-secret"));
    }
}
