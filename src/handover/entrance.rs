//! What the page of a hand-over's link is made of.

/// Whether the link works.
#[derive(Clone, Debug)]
pub enum Entrance {
    /// It works. Whose it is, and who is signed in, if that is somebody else.
    Open { email: String, other: Option<String> },
    /// It does not work any more, or never did; with the page of the product that it named.
    Closed { return_url: Option<String> },
}
