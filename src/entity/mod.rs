//! The application's own tables as SeaORM entities, one a file.

pub mod account;
pub mod api_key;
pub mod customer_owner;
pub mod handover;
pub mod identity;
pub mod member;
pub mod session;
pub mod sign_in_failure;
pub mod user;
