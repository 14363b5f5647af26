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

pub use change_password::ChangePassword;
pub use checkout::Checkout;
pub use continue_plan::ContinuePlan;
pub use create_portal_session::CreatePortalSession;
pub use login::Login;
pub use logout::Logout;
pub use signup::Signup;
