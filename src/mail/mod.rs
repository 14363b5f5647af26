//! Mail: an outbox that is written in the transaction that causes a mail, and worked off in the background. Each mail
//! reaches the mail server at least once, and has the same `Message-ID` each time.

mod content;
mod delivery;
mod html;
mod outbox;
mod shown;
mod worker;

pub use content::{Button, Content, Mail};
pub use delivery::Delivery;
pub use outbox::{Outbox, QUEUE, job_of, prune, replay};
pub use shown::{Shown, ShownMail};
pub use worker::{run, run_due};
