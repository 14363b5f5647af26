//! What people prove by reading their mail: that they may have an account, a new password, another address, or come in.
//!
//! Whoever asks gets one answer, whether there is an account or not, after the same work: one mail is posted for every
//! address. Nothing is done before somebody opens the link, presses a button there, and so shows that they read it.

mod address;
mod allowance;
mod link;
mod next;
mod owner;
mod reset;
mod sign_up;

use std::time::Duration;

pub use address::{ask_address, confirm_address};
pub use allowance::may_invite;
pub use link::{Asked, ask_link, enter_by_code, enter_by_link};
pub use reset::{ask_reset, reset_password};
pub use sign_up::{Asking, confirm_sign_up, post_sign_up};

use crate::{model::AuthError, token::Token};

const DAY: Duration = Duration::from_hours(24);

/// A new token.
fn token() -> Result<Token, AuthError> {
    Token::random().ok_or_else(|| super::sign_in::unavailable("the operating system gave no random bytes"))
}
