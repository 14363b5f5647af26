//! Texts about coming from the company's product, and going back there.

use billing::isolated;

pub const CONTINUE_TITLE: &str = "Continue to billing";
pub const CONTINUE_TEXT: &str = "Click Continue to open your account.";
pub const CONTINUE: &str = "Continue";
pub const LINK_CLOSED: &str = "This link has expired";
pub const LINK_CLOSED_TEXT: &str =
    "This link works only once and expires quickly. Go back to the page you came from and open it again.";
pub const GO_TO_ACCOUNT: &str = "Go to your account";
pub const NO_PASSWORDS: &str = "You do not need a password here. Sign in to our product, and open billing from there.";

/// The way back to the product.
pub fn back_to(name: &str) -> String {
    format!("Back to {}", isolated(name))
}

/// The question to somebody who follows another's link.
pub fn continue_as(signed_in: &str, other: &str) -> String {
    format!("You are signed in as {}. Continue as {}?", isolated(signed_in), isolated(other))
}

/// The button that answers it.
pub fn continue_as_button(other: &str) -> String {
    format!("Continue as {}", isolated(other))
}

/// The link that answers it otherwise.
pub fn stay_signed_in(signed_in: &str) -> String {
    format!("Stay signed in as {}", isolated(signed_in))
}
