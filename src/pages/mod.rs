//! The pages, one a file.

mod account;
mod home;
mod login;
mod not_found;
mod password;
mod pricing;
mod signup;

pub use account::AccountPage;
pub use home::HomePage;
pub use login::LoginPage;
pub use not_found::NotFoundPage;
pub use password::PasswordPage;
pub use pricing::PricingPage;
pub use signup::SignupPage;
