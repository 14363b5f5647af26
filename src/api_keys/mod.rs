//! Keys of the API: what the company's product shows to prove who it is. The database stores a hash of a key's secret,
//! so a key can be shown once only, when it is made.

mod budget;
mod key;
mod scope;
mod store;

pub use budget::{Budget, OverBudget};
pub use key::{KeyId, NotAKey, PresentedKey};
pub use scope::{Scope, Scopes, UnknownScope};
pub use store::{ApiKey, Revoked, StoredKey, add_key, authenticate, create_key, keys, note_use, revoke_key};
