//! What accounts may use: the company's product asks while servers die ([`Product`]), policies are applied meanwhile
//! ([`Policy`]), and in the end every answer is what follows from Stripe's objects ([`check()`]). Written only from
//! docs/ACCESS.md and the schema, without the server's code.

mod check;
mod last_change;
mod oracle;
mod plan;
mod policy;
mod product;
mod told;

pub use check::check;
pub use last_change::change_last;
pub use policy::{GENEROUS, LAST, Policy};
pub use product::Product;
pub use told::Answer;
