//! `customer-portal access show`

use super::args::ShowArgs;
use crate::commands::CommandError;

pub async fn show(_args: &ShowArgs) -> Result<(), CommandError> {
    Ok(())
}
