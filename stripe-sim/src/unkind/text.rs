//! Texts that people, and their programs, put where Stripe allows text.

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OddText {
    /// `\u0000`, which not every database can keep.
    Nul,
    /// Half of a pair: JSON can write it, UTF-8 cannot.
    Surrogate,
    /// What follows reads backwards.
    RightToLeft,
    Html,
    /// 5,000 characters.
    Long,
}

/// Stands for half of a pair until it is written: no text in Rust can hold one. So long that nobody else writes it.
const HALF: &str = "\u{f8ff}half of a pair\u{f8ff}";

/// Fields whose text is nobody's but its writer's.
const FREE: [&str; 16] = [
    "account_name",
    "city",
    "comment",
    "custom_message",
    "customer_name",
    "description",
    "footer",
    "headline",
    "line1",
    "line2",
    "name",
    "nickname",
    "phone",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "unit_label",
];

impl OddText {
    fn text(self) -> String {
        match self {
            Self::Nul => "before\u{0}after".to_owned(),
            Self::Surrogate => format!("before{HALF}after"),
            Self::RightToLeft => "before\u{202e}after\u{2066}end".to_owned(),
            Self::Html => "<script>alert(1)</script><img src=x onerror=\"alert(2)\">&amp;'".to_owned(),
            Self::Long => "Long text ".repeat(500),
        }
    }

    /// Puts it wherever it may stand in an object.
    pub fn fill(self, value: &mut Value) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.fill(element)),
            Value::Object(fields) => {
                for (name, field) in fields {
                    match field {
                        Value::Object(entries) if name == "metadata" => {
                            entries.values_mut().for_each(|entry| *entry = Value::String(self.text()));
                        }
                        Value::String(_) | Value::Null if FREE.contains(&name.as_str()) => {
                            *field = Value::String(self.text());
                        }
                        field => self.fill(field),
                    }
                }
            }
            _ => {}
        }
    }
}

/// JSON as it is sent, with every half of a pair in it.
pub(super) fn with_halves(json: &str) -> String {
    json.replace(HALF, "\\ud83d")
}
