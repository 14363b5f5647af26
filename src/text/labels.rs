//! English: headings, labels and the texts around them.

pub const ACCOUNT: &str = "Account Settings";
pub const SIGNED_IN_AS: &str = "Signed in as ";
pub const SEPARATOR: &str = " · ";
pub const SWITCH_ACCOUNT: &str = "Switch account";
pub const CHOOSE_ACCOUNT: &str = "Choose an account";
pub const NO_ACCOUNT: &str = "You do not belong to an account any more. Ask one of its owners.";
pub const MEMBERS: &str = "Members";
pub const ONLY_OWNERS: &str = "Only an owner of this account can change its members.";
pub const BACK_TO_ACCOUNT: &str = "Back to the account";
pub const CHANGE_ROLE: &str = "Change role";
pub const REMOVE: &str = "Remove";
pub const ONLY_LOOK: &str =
    "You can look at this account. To change the plan or see its invoices, ask one of its owners.";
pub const CHANGE_PASSWORD: &str = "Change password";
pub const NOT_FETCHED: &str =
    "Your subscription has not been fetched from our payment provider yet. It appears here shortly.";
pub const ABOUT_THE_PORTAL: &str =
    "Change your plan or card, see invoices or cancel, on a page hosted by our payment provider.";
pub const CANNOT_BE_SHOWN: &str = "Your account cannot be shown right now. Try again in a minute.";
pub const CURRENT_PLAN: &str = "Current Plan";
pub const STATUS: &str = "Status";
pub const NO_STATUS: &str = "N/A";
pub const PERIOD_ENDS: &str = "Current Period Ends";
pub const PAYMENT: &str = "Payment";
pub const PAYMENT_METHOD: &str = "Payment Method";
pub const BALANCE: &str = "Account Balance";
pub const DISCOUNT: &str = "Discount";
pub const PAY_FOR_CHANGE: &str = "Pay for the change";
pub const NEXT_INVOICE: &str = "Next Invoice";
pub const INVOICES: &str = "Invoices";
pub const DATE: &str = "Date";
pub const AMOUNT: &str = "Amount";
pub const DOCUMENTS: &str = "Documents";
pub const VIEW: &str = "View";
pub const PDF: &str = "PDF";
pub const PAY: &str = "Pay";
pub const DEBTS: &str = "Invoices to pay";
pub const PAGES_OF_INVOICES: &str = "Pages of invoices";
pub const NEWER_INVOICES: &str = "Newer invoices";
pub const OLDER_INVOICES: &str = "Older invoices";
pub const OLDER_IN_THE_PORTAL: &str = "Invoices that are older still are in the billing portal.";
pub const UPDATING: &str = "Updating… What you have just changed appears here shortly. ";
pub const STILL_LATE: &str = "Our payment provider takes its time. This is how things were when we last heard from it; \
                              what you have changed since appears here once it answers. ";
pub const LOOK_AGAIN: &str = "Look again";

/// The heading of a plan, with its number if there are several.
pub fn subscription(number: usize, all: usize) -> String {
    if all > 1 { format!("Subscription {number} of {all}") } else { "Subscription".to_owned() }
}

/// The number of a list's page.
pub fn page(number: usize, of: usize) -> String {
    format!("Page {number} of {of}")
}

/// When the rows were fetched.
pub fn as_of(moment: &str) -> String {
    format!("As of {moment}.")
}

// The ways through a list.
pub const PAGES: &str = "Pages";
pub const PREVIOUS_PAGE: &str = "Previous page";
pub const NEXT_PAGE: &str = "Next page";
