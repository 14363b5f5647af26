//! Accounts and their members.

use billing::isolated;

use crate::{
    model::{AccountId, Role},
    say,
    text::Reader,
};

/// What the account is called: its name, or the end of its id, by which its members can tell it from others.
pub fn account_name(name: Option<&str>, id: &AccountId, reader: &Reader) -> String {
    let ending = || id.as_str().chars().skip(id.as_str().len().saturating_sub(6)).collect::<String>();
    name.map_or_else(|| say!(reader, "account-without-name", ending = ending()), isolated)
}

/// The name of a role.
pub fn role(role: Role, reader: &Reader) -> String {
    match role {
        Role::Owner => say!(reader, "role-owner"),
        Role::Billing => say!(reader, "role-billing"),
        Role::Viewer => say!(reader, "role-viewer"),
    }
}
