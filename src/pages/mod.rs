//! The pages, one a file.

mod account;
mod choose_account;
mod code;
mod delete_account;
mod enter;
mod home;
mod login;
mod mailed_link;
mod members;
mod not_found;
mod password;
mod pricing;
mod reset;
mod security;
mod signup;

pub use crate::pages::account::AccountPage;
pub use crate::pages::choose_account::ChooseAccountPage;
pub use crate::pages::code::CodePage;
pub use crate::pages::delete_account::DeleteAccountPage;
pub use crate::pages::enter::EnterPage;
pub use crate::pages::home::HomePage;
pub use crate::pages::login::LoginPage;
pub use crate::pages::mailed_link::MailedLinkPage;
pub use crate::pages::members::MembersPage;
pub use crate::pages::not_found::NotFoundPage;
pub use crate::pages::password::PasswordPage;
pub use crate::pages::pricing::PricingPage;
pub use crate::pages::reset::ResetPage;
pub use crate::pages::security::SecurityPage;
pub use crate::pages::signup::SignupPage;
