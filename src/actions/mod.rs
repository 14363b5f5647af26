//! Server functions, the targets of forms, one per file. Each ends in a redirect or in an error of
//! a closed list, which the form's page then shows. If both are set the redirect wins: a browser
//! that is not signed in goes to the login page, and only scripts see the error.

mod change_member;
mod change_password;
mod checkout;
mod choose_account;
mod continue_plan;
mod create_portal_session;
mod delete_account;
mod end_session;
mod login;
mod logout;
mod signup;

pub use crate::actions::change_member::{ChangeMember, REMOVE};
pub use crate::actions::change_password::ChangePassword;
pub use crate::actions::checkout::Checkout;
pub use crate::actions::choose_account::ChooseAccount;
pub use crate::actions::continue_plan::ContinuePlan;
pub use crate::actions::create_portal_session::CreatePortalSession;
pub use crate::actions::delete_account::{CONFIRMED, DeleteAccount};
pub use crate::actions::end_session::EndSession;
pub use crate::actions::login::Login;
pub use crate::actions::logout::Logout;
pub use crate::actions::signup::Signup;
