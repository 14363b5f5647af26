//! A database URL whose password is never printed.

use std::{fmt, path::Path, str::FromStr};

use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};

/// A `sqlite://` or `postgres://` URL.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The URL as the driver wants it, password included.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The path of the SQLite file, if it is one.
    pub fn sqlite_path(&self) -> Option<&Path> {
        let rest = self.0.strip_prefix("sqlite:")?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let path = rest.split('?').next().unwrap_or(rest);
        (!path.is_empty()).then(|| Path::new(path))
    }

    /// Whether data and password could be read or changed on the network: PostgreSQL on another
    /// machine, without a mode that enforces TLS. The driver's default (`prefer`) continues without
    /// TLS if the server, or an impostor, offers none.
    pub fn may_be_unencrypted(&self) -> bool {
        if self.sqlite_path().is_some() {
            return false;
        }
        // Parsed like the driver does, including PGSSLMODE and the parameters in the URL.
        let Ok(options) = self.0.parse::<PgConnectOptions>() else { return false };
        let name = options.get_host().trim_matches(['[', ']']);
        let loopback = name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let insists =
            matches!(options.get_ssl_mode(), PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull);
        options.get_socket().is_none() && !loopback && !insists
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains(":memory:") {
            return Err("must be a file: what is in memory is gone with the connection");
        }
        if text.starts_with("sqlite:") {
            return Ok(Self(text.to_owned()));
        }
        if !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err("must begin with sqlite:// or postgres://");
        }
        // The driver's error would contain the whole URL with its password.
        match text.parse::<PgConnectOptions>() {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err("is no URL: the signs / ? # @ % in a password are written %2F %3F %23 %40 %25"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.split(':').next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_parsed_is_not_told_with_its_password() {
        for text in
            ["postgres://root:hunt/er2@h/d", "postgres://root:hunt#er2@h/d", "postgres://root:hunter2@h:99999/d"]
        {
            assert!(text.parse::<DatabaseUrl>().is_err_and(|why| why.starts_with("is no URL")), "{text}");
        }
        assert!("postgres://root:hunt%2Fer2@h/d".parse::<DatabaseUrl>().is_ok());
    }

    #[test]
    fn finds_the_sqlite_file() {
        let path = |text: &str| text.parse::<DatabaseUrl>().expect("valid").sqlite_path().map(Path::to_path_buf);
        assert_eq!(path("sqlite://data/a.db?mode=rwc"), Some("data/a.db".into()));
        assert_eq!(path("sqlite:///var/lib/a.db"), Some("/var/lib/a.db".into()));
        assert_eq!(path("postgres://u:p@h/d"), None);
    }

    #[test]
    fn a_database_in_memory_is_refused() {
        assert!("sqlite::memory:".parse::<DatabaseUrl>().is_err());
    }

    #[test]
    fn another_machine_needs_a_tls_mode_that_insists() {
        let open = |text: &str| text.parse::<DatabaseUrl>().expect("valid").may_be_unencrypted();
        for url in
            ["postgres://u:p@db/app", "postgres://u@10.0.0.1/app?sslmode=prefer", "postgresql://u@db?sslmode=disable"]
        {
            assert!(open(url), "{url}");
        }
        for url in [
            "postgres://u@db/app?sslmode=require",
            "postgres://u@db/app?sslmode=verify-ca",
            "postgres://u@db/app?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "postgres://u@localhost/app",
            "postgres://u@127.0.0.1:5433/app",
            "postgres://u@[::1]/app",
            "postgres://u@%2Fvar%2Frun%2Fpostgresql/app",
            "postgres:///app?host=/var/run/postgresql",
            "sqlite://data/a.db",
        ] {
            assert!(!open(url), "{url}");
        }
    }

    #[test]
    fn prints_no_password() {
        let url: DatabaseUrl = "postgres://app:hunter2@db/app".parse().expect("valid");
        assert_eq!(format!("{url:?}"), "postgres");
    }
}
