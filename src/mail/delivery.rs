//! What becomes of mails.

use smtp::Smtp;

use super::shown::Shown;

/// How mails reach people.
#[derive(Clone, Debug, Default)]
pub enum Delivery {
    /// Not at all: what needs mail is switched off.
    #[default]
    Off,
    /// They are shown at `/_demo/mail`: in development, without `SMTP_URL`.
    Shown(Shown),
    Smtp(Smtp),
}

impl Delivery {
    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whether people get them. Only then an address can be asked to prove itself before anything else.
    pub fn reaches_people(&self) -> bool {
        matches!(self, Self::Smtp(_))
    }
}
