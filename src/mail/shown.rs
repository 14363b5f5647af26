//! Mails that are shown instead of sent, where there is no mail server: in development and in the demo.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use time::OffsetDateTime;

use super::content::Content;

/// As many are kept, and only in memory: their links are secrets.
const KEPT: usize = 100;

/// The latest mails of this process, the newest first.
#[derive(Clone, Default)]
pub struct Shown(Arc<Mutex<VecDeque<ShownMail>>>);

/// A mail as somebody would have got it.
#[derive(Clone, Debug)]
pub struct ShownMail {
    pub id: String,
    pub to: String,
    pub written_at: OffsetDateTime,
    pub content: Content,
}

impl Shown {
    pub(super) fn add(&self, mail: ShownMail) {
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if mails.iter().any(|known| known.id == mail.id) {
            return;
        }
        mails.push_front(mail);
        mails.truncate(KEPT);
    }

    /// All that are kept, the newest first.
    pub fn all(&self) -> Vec<ShownMail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// Their links are secrets.
impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[mails that are shown]")
    }
}
