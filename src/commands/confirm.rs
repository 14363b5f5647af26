//! Asks the operator before anything is changed at Stripe.

use dialoguer::Confirm;

use crate::commands::CommandError;

/// Returns `Ok` if the operator answers yes. With `yes` (the flag `--yes`) nothing is asked.
///
/// # Errors
/// [`CommandError::Declined`]; [`CommandError::NobodyToAsk`] without a terminal.
pub fn confirm(question: &str, yes: bool) -> Result<(), CommandError> {
    if yes {
        return Ok(());
    }
    match Confirm::new().with_prompt(question).default(false).interact() {
        Ok(true) => Ok(()),
        Ok(false) => Err(CommandError::Declined),
        Err(_) => Err(CommandError::NobodyToAsk),
    }
}
