//! What a mail says, in the reader's language.

use serde::{Deserialize, Serialize};

use crate::model::MailKind;

/// A mail: the fact is its subject, and one button leads on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub kind: MailKind,
    pub content: Content,
}

/// What it says. Stored encrypted: the button's address can be a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// `de`, and `ltr` or `rtl`.
    pub lang: String,
    pub dir: String,
    /// The company's name.
    pub site: String,
    pub subject: String,
    /// Each a paragraph.
    pub lines: Vec<String>,
    /// A code to type.
    pub code: Option<String>,
    pub button: Button,
    /// Under the button, above its plain address.
    pub plain_address: String,
    /// At the end.
    pub closing: Option<String>,
}

/// A button and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    pub url: String,
}

impl Content {
    /// The part for those who read text.
    pub fn text(&self) -> String {
        let mut parts = self.lines.clone();
        parts.extend(self.code.clone());
        parts.push(format!("{}:\n{}", self.button.label, self.button.url));
        parts.extend(self.closing.clone());
        parts.push(format!("-- \n{}", self.site));
        parts.join("\n\n") + "\n"
    }
}
