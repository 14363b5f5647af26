//! What mails are about.

use sea_orm::{DeriveActiveEnum, EnumIter, sea_query::StringLen};

/// What a mail is about. The names are those of `customer-portal mail list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum MailKind {
    /// Confirms the address of somebody who signs up.
    SignUp,
    /// Somebody signed up with the address of a user.
    AlreadyRegistered,
    /// Proves an address that a user has or wants.
    VerifyAddress,
    /// Leads to a new password.
    Reset,
    /// A new password was asked for where there is no user.
    NoAccount,
    PasswordChanged,
    /// A password that nobody had proved to be the owner's was taken away.
    PasswordRemoved,
    AddressChanged,
    /// A link and a code that sign in.
    SignIn,
    Invitation,
    /// A sign-in in a browser that was not known.
    NewDevice,
}

impl MailKind {
    /// The name in the table, in lists and in the log.
    pub fn name(self) -> String {
        sea_orm::ActiveEnum::to_value(&self)
    }
}
