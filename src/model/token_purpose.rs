//! What the secret in a mailed link is for.

use sea_orm::{DeriveActiveEnum, EnumIter, sea_query::StringLen};

/// What somebody proves by a link in a mail. One for another purpose opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum TokenPurpose {
    /// That the address is theirs, and an account may be made.
    SignUp,
    /// That they may choose a new password.
    Reset,
    /// That the address is theirs, which their account has or is to have.
    Address,
    /// That they may come in.
    SignIn,
}

impl TokenPurpose {
    /// What mails of this purpose are counted as.
    pub fn label(self) -> &'static str {
        match self {
            Self::SignUp => "mails to sign up",
            Self::Reset => "mails to reset",
            Self::Address => "mails to verify",
            Self::SignIn => "mails to sign in",
        }
    }
}
