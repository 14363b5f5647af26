//! Hand-over: the company's product says who somebody is, and gets a link that signs them in once.
//!
//! The product is believed about its own users and accounts, and about nothing else: a user with a password is never
//! joined by their address, and a Stripe customer is never taken from another account.

mod destination;
mod entrance;
mod error;
mod make;
mod people;
mod spend;

pub use destination::{Destination, Place};
pub use entrance::Entrance;
pub use error::HandoverError;
pub use make::{Ask, Made, make};
pub use people::{AskedAccount, AskedUser};
pub use spend::{Handover, LinkState, find, prune, spend};
