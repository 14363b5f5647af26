//! Signing in: passwords, sessions, and the current user of a request.

pub mod by_mail;
pub mod ceiling;
mod change_password;
mod check_password;
mod client_address;
mod current_user;
mod device;
mod elsewhere;
mod email;
pub mod email_token;
mod known_browser;
mod own_sessions;
mod password;
mod session_cookie;
mod session_lookup;
mod session_store;
mod session_values;
mod sign_in;
mod sign_ins;
mod sign_up;
mod throttle;

pub use change_password::{Changed, change_password, set_password};
pub use check_password::{Checked, check_password};
pub use client_address::{ClientAddress, Network};
pub use current_user::{CameFromProduct, Member, Visitor, has_password};
pub use device::{Browser, Device, System};
pub use elsewhere::Elsewhere;
pub use email::Email;
pub use known_browser::{KnownBrowser, LIFETIME as KNOWN_BROWSER_LIFETIME};
pub use own_sessions::{Ending, NoSession, OTHERS, OwnSession, SessionKey, end_own_sessions, own_sessions};
pub use password::{Hashing, Password, Passwords};
pub use session_cookie::{SessionLayer, keep_alive, session_layer, with_secure_removal};
pub use session_lookup::{Beside, with_session};
pub use session_store::end_sessions;
pub use sign_in::{Client, choose_account, come_in, enter, has_just_signed_in, sign_in, sign_out};
pub use sign_ins::SignIns;
pub use sign_up::{SignedUp, create_user, sign_up};
pub use throttle::Throttle;

/// A user's primary key, as kept in the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct UserId(pub i64);
