//! Texts about coming from the company's product, and going back there.

pub const CONTINUE_TITLE: &str = "Continue to your billing";
pub const CONTINUE_TEXT: &str = "One more step: this opens your account here.";
pub const CONTINUE: &str = "Continue";
pub const LINK_CLOSED: &str = "This link does not work any more";
pub const LINK_CLOSED_TEXT: &str =
    "Such a link works once, and only for a short time. Go back to where you found it, and open it again from there.";
pub const GO_TO_ACCOUNT: &str = "Go to your account";
pub const NO_PASSWORDS: &str = "You do not need a password here. Sign in to our product, and open billing from there.";

/// The way back to the product.
pub fn back_to(name: &str) -> String {
    format!("Back to {name}")
}

/// The question to somebody who follows another's link.
pub fn continue_as(signed_in: &str, other: &str) -> String {
    format!("You are signed in as {signed_in}. Continue as {other}?")
}

pub fn continue_as_button(other: &str) -> String {
    format!("Continue as {other}")
}

pub fn stay_signed_in(signed_in: &str) -> String {
    format!("Stay signed in as {signed_in}")
}
