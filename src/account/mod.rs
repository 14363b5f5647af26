//! Accounts, their members, and what a member may do with the account's Stripe customer. This module looks up the
//! customer, enforces the role and the allowance and writes the audit trail; `billing` does the rest.

mod accounts;
mod allowance;
mod bind;
mod buyer;
mod delete;
pub mod follow_address;
mod invitations;
mod link;
mod load;
mod loaded;
mod member;
mod members;
mod owner;
mod paged;
mod seen;

pub use accounts::{Accounts, Limited, NotAllowed};
pub use allowance::{Allowance, TooMany};
pub use bind::{BindError, Bound, bind_customer};
pub use delete::{DeleteError, has_other_owners};
pub use invitations::{
    Accepted, LIFETIME as INVITATION_LIFETIME, OpenInvitation, SentInvitation, accept, find_invitation, invitations,
    invite, prune_invitations, withdraw, withdraw_all_of,
};
pub use link::{Link, LinkError, Linked, LinkedAccount, accounts_by_email, link};
pub use load::Account;
pub use loaded::LoadedAccount;
pub use member::member;
pub use members::{
    AccountMember, MemberChange, Membership, account_by_external_id, add_member, change_member, create_account,
    create_own_account, create_without_password, is_member, members, members_of, memberships, only_account,
};
pub use owner::{assign, customer_of, owner_of};
pub use paged::Paged;
pub use seen::{Change, Seen};
