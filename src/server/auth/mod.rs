//! Who is signed in: passwords, sessions, and the one question every page asks.

mod current_user;
mod email;
mod password;
mod session_cookie;
mod session_store;
mod sign_in;
mod throttle;

pub use current_user::CurrentUser;
pub use email::Email;
pub use password::{Password, Passwords};
pub use session_cookie::{SessionLayer, keep_alive, session_layer, with_secure_removal};
pub use sign_in::{create_user, sign_in, sign_out, sign_up};
pub use throttle::Throttle;

/// A user's primary key, as kept in the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct UserId(pub i64);
