//! What the page of a mailed link is made of.

use crate::{account::OpenInvitation, token::Token};

/// The link, and what it is for.
#[derive(Clone, Debug)]
pub enum MailedLink {
    SignUp {
        token: Token,
        email: String,
        /// Another browser asked: who chose the password types it again.
        asks_password: bool,
    },
    Reset {
        token: Token,
        email: String,
    },
    /// For the user who is signed in.
    Address {
        token: Token,
        email: String,
    },
    SignIn {
        token: Token,
        email: String,
        /// Who is signed in, if that is somebody else.
        other: Option<String>,
    },
    Invitation {
        token: Token,
        invitation: OpenInvitation,
        /// The address of who is signed in.
        visitor: Option<String>,
    },
    /// It does not work any more, or never did.
    Closed,
    /// Its user is disabled.
    Disabled,
}
