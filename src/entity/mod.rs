//! The application's own tables as SeaORM entities, one a file.

pub mod access_grant;
pub mod access_policy;
pub mod access_rules;
pub mod account;
pub mod account_access;
pub mod api_key;
pub mod customer_owner;
pub mod email_token;
pub mod handover;
pub mod identity;
pub mod invitation;
pub mod mail;
pub mod member;
pub mod session;
pub mod sign_in_failure;
pub mod signing_key;
pub mod user;
