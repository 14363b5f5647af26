//! Server functions, the targets of forms, one per file. Each ends in a redirect or in an error of
//! a closed list, which the form's page then shows. If both are set the redirect wins: a browser
//! that is not signed in goes to the login page, and only scripts see the error.

mod accept_invitation;
mod change_email;
mod change_member;
mod change_password;
mod checkout;
mod choose_account;
mod confirm_email;
mod confirm_link;
mod confirm_sign_up;
mod continue_plan;
mod create_portal_session;
mod delete_account;
mod end_session;
mod enter_code;
mod invite;
mod login;
mod logout;
mod request_link;
mod request_reset;
mod reset_password;
mod signup;
mod withdraw_invitation;

pub use crate::actions::accept_invitation::AcceptInvitation;
pub use crate::actions::change_email::ChangeEmail;
pub use crate::actions::change_member::{ChangeMember, REMOVE};
pub use crate::actions::change_password::ChangePassword;
pub use crate::actions::checkout::Checkout;
pub use crate::actions::choose_account::ChooseAccount;
pub use crate::actions::confirm_email::ConfirmEmail;
pub use crate::actions::confirm_link::ConfirmLink;
pub use crate::actions::confirm_sign_up::ConfirmSignUp;
pub use crate::actions::continue_plan::ContinuePlan;
pub use crate::actions::create_portal_session::CreatePortalSession;
pub use crate::actions::delete_account::{CONFIRMED, DeleteAccount};
pub use crate::actions::end_session::EndSession;
pub use crate::actions::enter_code::EnterCode;
pub use crate::actions::invite::Invite;
pub use crate::actions::login::Login;
pub use crate::actions::logout::Logout;
pub use crate::actions::request_link::RequestLink;
pub use crate::actions::request_reset::RequestReset;
pub use crate::actions::reset_password::ResetPassword;
pub use crate::actions::signup::Signup;
pub use crate::actions::withdraw_invitation::WithdrawInvitation;
