//! What becomes of a field that a parameter may change.

/// Writes a value that was sent.
pub(crate) fn set<T>(field: &mut T, sent: Option<T>) {
    if let Some(value) = sent {
        *field = value;
    }
}
