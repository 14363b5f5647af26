//! Server functions: what forms post to, one file each. Every one ends in a redirect or in an
//! error of a closed list, which the page that was posted from then shows. A redirect goes before an
//! error: whoever is not signed in is sent to the login page, and only scripts get the error.

mod change_password;
mod checkout;
mod continue_plan;
mod create_portal_session;
mod login;
mod logout;
mod signup;

pub use crate::actions::change_password::ChangePassword;
pub use crate::actions::checkout::Checkout;
pub use crate::actions::continue_plan::ContinuePlan;
pub use crate::actions::create_portal_session::CreatePortalSession;
pub use crate::actions::login::Login;
pub use crate::actions::logout::Logout;
pub use crate::actions::signup::Signup;
