//! The account as a page is handed it.

use std::sync::Arc;

use billing::WhyFixed;

use crate::{account::load::Account, model::CameFrom};

/// What the account page is made of.
#[derive(Clone)]
pub enum LoadedAccount {
    Found {
        account: Arc<Account>,
        /// Where the visitor came from, if what they did there may be missing still.
        late: Option<CameFrom>,
        /// Why somebody who chose a plan is here instead.
        fixed: Option<WhyFixed>,
    },
    /// The database does not answer.
    Unavailable,
}
