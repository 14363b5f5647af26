//! One page of a list that has no end of its own.

/// As many are on a page.
pub const ON_A_PAGE: u64 = 50;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    /// From 1.
    pub number: u64,
    /// Whether there is a page after this one.
    pub has_more: bool,
}

impl<T> Paged<T> {
    /// How many rows come before the page of this number.
    pub(super) fn offset(number: u64) -> u64 {
        number.max(1).saturating_sub(1).saturating_mul(ON_A_PAGE).min(i64::MAX.unsigned_abs())
    }

    /// The page, from its rows and one more if there is one.
    pub(super) fn new<R>(found: Vec<R>, number: u64, read: impl FnMut(R) -> Option<T>) -> Self {
        let has_more = found.len() as u64 > ON_A_PAGE;
        let rows: Vec<T> =
            found.into_iter().take(usize::try_from(ON_A_PAGE).unwrap_or(usize::MAX)).filter_map(read).collect();
        // Beyond the end, the way back leads to the first page.
        let number = if rows.is_empty() { number.clamp(1, 2) } else { number.max(1) };
        Self { rows, number, has_more }
    }
}
