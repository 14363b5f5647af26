//! Asking before something is changed at Stripe.

use dialoguer::Confirm;

use crate::commands::CommandError;

/// Goes on only if somebody says yes; `yes` has said so already.
///
/// # Errors
/// [`CommandError::Declined`], or that nobody can be asked.
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
