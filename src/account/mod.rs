//! What a signed-in user may do with the Stripe customer they are: the user is looked up, held to an allowance and
//! written into the audit trail here, and billing does the rest.

mod accounts;
mod allowance;
mod buyer;
mod load;
mod owner;

pub use accounts::{Accounts, Limited};
pub use allowance::{Allowance, TooMany};
pub use load::Account;
pub use owner::{assign, customer_of, owner_of};
