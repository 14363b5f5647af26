//! What a signed-in user may do with their Stripe customer. This module looks up the customer,
//! enforces the allowance and writes the audit trail; `billing` does the rest.

mod accounts;
mod allowance;
mod buyer;
mod load;
mod loaded;
mod owner;

pub use accounts::{Accounts, Limited};
pub use allowance::{Allowance, TooMany};
pub use load::Account;
pub use loaded::LoadedAccount;
pub use owner::{assign, customer_of, owner_of};
