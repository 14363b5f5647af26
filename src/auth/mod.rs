//! Signing in: passwords, sessions, and the current user of a request.

pub mod ceiling;
mod change_password;
mod client_address;
mod current_user;
mod elsewhere;
mod email;
mod known_browser;
mod password;
mod session_cookie;
mod session_lookup;
mod session_store;
mod session_values;
mod sign_in;
mod sign_ins;
mod throttle;

pub use change_password::{Changed, change_password, set_password};
pub use client_address::{ClientAddress, Network};
pub use current_user::{CameFromProduct, Member, Visitor};
pub use elsewhere::Elsewhere;
pub use email::Email;
pub use known_browser::{KnownBrowser, LIFETIME as KNOWN_BROWSER_LIFETIME};
pub use password::{Hashing, Password, Passwords};
pub use session_cookie::{SessionLayer, keep_alive, session_layer, with_secure_removal};
pub use session_lookup::{Beside, with_session};
pub use session_store::end_sessions;
pub use sign_in::{Client, choose_account, come_in, create_user, enter, sign_in, sign_out, sign_up};
pub use sign_ins::SignIns;
pub use throttle::Throttle;

/// A user's primary key, as kept in the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct UserId(pub i64);
