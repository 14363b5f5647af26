//! Texts about accounts and their members.

use billing::isolated;

use crate::model::AccountId;

/// What the account is called: its name, or the end of its id, by which its members can tell it from others.
pub fn account_name(name: Option<&str>, id: &AccountId) -> String {
    name.map_or_else(|| format!("Account …{}", &id.as_str()[id.as_str().len() - 6..]), isolated)
}

/// The label of the list of roles.
pub fn role_of(email: &str) -> String {
    format!("Role of {email}")
}

/// The label of the button that removes a member.
pub fn remove(email: &str) -> String {
    format!("Remove {email}")
}
