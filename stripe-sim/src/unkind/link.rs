//! The last part of an invoice's links: its secret, and where links rotate the time it expires at and a number.

/// `secret`, or `secret.expires.number`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    pub secret: &'a str,
    pub expires_at: Option<i64>,
}

impl<'a> Link<'a> {
    pub fn parse(text: &'a str) -> Self {
        let mut parts = text.split('.');
        let secret = parts.next().unwrap_or_default();
        Self { secret, expires_at: parts.next().and_then(|time| time.parse().ok()) }
    }

    pub fn write(secret: &str, expires_at: i64, number: u64) -> String {
        format!("{secret}.{expires_at}.{number}")
    }
}
